import { describe, expect, it } from '@jest/globals';
import type { DryRun } from '../../../cli/upgrades/dry-run.ts';
import { metBy, metTable } from '../../../cli/waves/blockers.ts';

const found = (finding: string, severity: DryRun['findings'][number]['severity']) => ({
  finding,
  severity,
  found: `${finding} was found`,
  means: 'something',
  todo: `mend ${finding}`,
});
const run = (more: Partial<DryRun>): DryRun => ({
  ...{
    cluster: 'web',
    region: 'us-east-1',
    outcome: 'refused',
    findings: [],
    refused: [],
    steps: [],
    hops: [],
  },
  ...more,
});
const WEB = 'us-east-1/web';

describe('what clusters of a fleet upgrade would meet by now', () => {
  it('is all that blocks, and each thing that another cluster would get otherwise', () => {
    const findings = [
      found('addon-unhealthy/coredns', 'blocker'),
      found('node-skew/a', 'waived'),
      found('custom-image/a', 'warning'),
      found('image-not-pinned/ubuntu', 'note'),
      found('addon-not-pinned/x', 'note'),
      found('no-rollback', 'note'),
    ];
    const refused = [{ path: 'detail.to', message: 'found 1.99' }];
    expect(
      metBy(WEB, run({ findings, refused })).map(({ severity, finding, found: what }) => [
        severity,
        finding ?? what,
      ]),
    ).toEqual([
      ['blocker', 'found 1.99'],
      ['blocker', 'addon-unhealthy/coredns'],
      ['note', 'image-not-pinned/ubuntu'],
      ['note', 'addon-not-pinned/x'],
    ]);
  });

  it('is nothing of what can only be seen from inside: that is told by number', () => {
    const findings = [found('cannot-look-inside', 'blocker')];
    const met = metBy(WEB, run({ outcome: 'unseen', findings }));
    expect(metTable({ looked: 1, of: 3, unseen: [WEB], met })).toEqual([
      'the first 1 of 3 clusters were looked at: 0 findings by now',
      "1 of them cannot be seen whole from here: the workflow looks by the fleet's own access",
    ]);
  });

  it('is told with the cluster, and what to do', () => {
    const met = metBy(WEB, run({ findings: [found('addon-unhealthy/coredns', 'blocker')] }));
    const [head, table] = metTable({ looked: 1, of: 1, unseen: [], met });
    expect(head).toBe('all 1 clusters were looked at: 1 findings by now');
    expect(table?.split('\n').at(-1)?.split(/ {2,}/)).toEqual([
      WEB,
      'blocker',
      'addon-unhealthy/coredns',
      'addon-unhealthy/coredns was found',
      'mend addon-unhealthy/coredns',
    ]);
  });
});
