import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import {
  ASLEEP,
  AWAKE,
  apply,
  document,
  ended,
  factsOf,
  hibernate,
  region,
  scale,
  simulate,
  sizes,
  wake,
} from './scale-cluster.fixtures.ts';

describe('capacity that is not there', () => {
  const shortage = (instanceType?: string, zone?: string): Step => ({
    fault: {
      kind: 'capacity-shortage',
      region,
      ...(instanceType === undefined ? {} : { instanceType }),
      ...(zone === undefined ? {} : { zone }),
    },
  });

  it('comes from the other types and zones that a group allows, and the fact says from which', async () => {
    const report = await simulate([
      apply,
      hibernate(),
      shortage('m6i.large', 'us-west-2a'),
      shortage('m6i.large', 'us-west-2b'),
      shortage('m6i.large', 'us-west-2c'),
      scale({ action: 'resize', groups: [{ select: { nodeGroups: ['own'] }, desiredCapacity: 0 }] }),
      wake(),
      ended('Succeeded'),
    ]);
    expect(report.faults).toContain('capacity-shortage');
    const woken = factsOf(report).find(({ detailType }) => detailType === 'ClusterWoken');
    const groups = woken?.detail.groups as readonly { name: string; nodes: string }[];
    expect(groups.find(({ name }) => name === 'web')?.nodes).toMatch(
      /^1 m5\.large in us-west-2\w, 1 m5\.large in us-west-2\w$/,
    );
  }, 60_000);

  it('leaves the operation incomplete after its time, with the reason, and can be asked for again', async () => {
    const report = await simulate([
      apply,
      hibernate(),
      shortage(),
      wake(),
      ended('Incomplete', 'insufficient capacity: EC2 has no m6i.large left in us-west-2'),
      { recover: 'all' },
      wake(),
      ended('Succeeded'),
      sizes(...AWAKE),
    ]);
    const incomplete = factsOf(report).find(({ detailType }) => detailType === 'ClusterScaleIncomplete');
    expect(incomplete).toMatchObject({
      detailType: 'ClusterScaleIncomplete',
      detail: {
        action: 'wake',
        missing: expect.arrayContaining([
          {
            name: 'own',
            reasons: expect.arrayContaining([
              '0 of 1 nodes are in service',
              expect.stringContaining('insufficient capacity'),
            ]),
          },
        ]),
      },
    });
  }, 60_000);

  it('is no reason against a change of the document while the cluster sleeps', async () => {
    const edited = document({ labels: { tier: 'edited' } });
    const report = await simulate([
      apply,
      hibernate(),
      shortage(),
      wake(),
      ended('Incomplete'),
      hibernate(),
      sizes(...ASLEEP),
      { recover: 'all' },
      { apply: [edited] },
      { expect: { operation: { kind: 'create', outcome: 'Succeeded' } } },
      { wait: 86_400 },
      { expect: { drifted: { region, differences: [], skipped: [] } } },
      wake(),
      ended('Succeeded'),
      sizes(...AWAKE),
    ]);
    expect(report.faults).toContain('capacity-shortage');
    expect(report.calls?.filter(({ input }) => JSON.stringify(input).includes('edited'))).not.toEqual([]);
  }, 60_000);
});
