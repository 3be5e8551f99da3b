import { describe, expect, it } from '@jest/globals';
import { upgradeTable } from '../../../cli/commands/upgrades.ts';
import { type DryRun, dryRunTable } from '../../../cli/upgrades/dry-run.ts';

const found = (finding: string, severity: DryRun['findings'][number]['severity']) => ({
  finding,
  severity,
  found: `${finding} was found`,
  means: 'something',
  todo: severity === 'waived' ? 'waived: a drill' : `mend ${finding}`,
});
const hop = {
  to: '1.36',
  addons: [{ name: 'vpc-cni', before: 'v1.20', after: 'v1.21' }, { name: 'coredns' }],
  nodeGroups: [
    { name: 'web', release: { version: '1.36', releaseVersion: '1.36.1-20261101' }, isWindows: false },
    { name: 'own', image: 'ami-1', isWindows: false },
    { name: 'old', leftBehind: 'no image was given', isWindows: false },
  ],
  autoScalingGroups: [],
  movesControlPlane: true,
  movesFargate: false,
} as unknown as DryRun['hops'][number];

const run = (more: Partial<DryRun>): DryRun => ({
  cluster: 'web',
  region: 'us-east-1',
  outcome: 'planned',
  from: '1.35',
  to: '1.36',
  findings: [],
  refused: [],
  steps: [],
  hops: [],
  ...more,
});

describe('a dry run', () => {
  it('has what blocks first, and what to do about it', () => {
    const findings = [
      found('note', 'note'),
      found('waived', 'waived'),
      found('pdb', 'blocker'),
      found('w', 'warning'),
    ];
    const text = dryRunTable(run({ outcome: 'refused', findings }));
    const lines = text.split('\n');
    expect(lines[0]).toBe('web in us-east-1 would be refused');
    expect(lines.slice(2).map((line) => line.split(/ {2,}/))).toEqual([
      ['blocker', 'pdb', 'pdb was found', 'mend pdb'],
      ['waived', 'waived', 'waived was found', 'waived: a drill'],
      ['warning', 'w', 'w was found', 'mend w'],
      ['note', 'note', 'note was found', 'mend note'],
    ]);
  });

  it('has the steps and every version that would be installed', () => {
    expect(dryRunTable(run({ steps: ['1.36/controlPlane', '1.36/nodes'], hops: [hop] })).split('\n')).toEqual(
      [
        'web in us-east-1 can go from 1.35 to 1.36',
        'nothing was found',
        '',
        'steps: 1.36/controlPlane, 1.36/nodes',
        '  1.36: add-on vpc-cni to v1.20 first',
        '  1.36: add-on vpc-cni to v1.21',
        '  1.36: node group web to 1.36.1-20261101',
        '  1.36: node group own to ami-1',
        '  1.36: node group old is left behind: no image was given',
      ],
    );
  });

  it('says that the workflow may see more', () => {
    const findings = [found('cannot-look-inside', 'blocker')];
    const [head] = dryRunTable(run({ outcome: 'unseen', findings })).split('\n');
    expect(head).toMatch(/^web in us-east-1 cannot be seen whole from here/);
  });

  it('says why a version cannot be had', () => {
    const refused = [{ path: 'detail.to', message: 'found 1.30, allowed 1.36' }];
    expect(dryRunTable(run({ outcome: 'refused', refused }))).toContain(
      '  detail.to: found 1.30, allowed 1.36',
    );
  });
});

describe('a list of upgrades', () => {
  it('has the step, since when, what it waits for, and until when it can go back', () => {
    const row = {
      id: 'op-1',
      cluster: 'web',
      region: 'us-east-1',
      action: 'upgrade',
      status: 'Running',
      from: '1.35',
      to: '1.36',
      step: '1.36/soak',
      since: '2026-12-01T08:00:00Z',
      waitsFor: 'the soak',
      canGoBackUntil: '2026-12-08T08:00:00Z',
    };
    const lines = upgradeTable([
      row,
      { ...row, status: 'Failed', waitsFor: undefined as never, reason: 'soak: slo' },
    ]).split('\n');
    expect(lines[1]?.split(/ {2,}/)).toEqual([
      ...['web', 'us-east-1', 'upgrade', '1.35', '1.36', 'Running', '1.36/soak'],
      ...['2026-12-01T08:00:00Z', 'the soak', '2026-12-08T08:00:00Z'],
    ]);
    expect(lines[2]).toContain('soak: slo');
    expect(upgradeTable([])).toBe('no upgrades');
  });
});
