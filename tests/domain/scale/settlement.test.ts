import { describe, expect, it } from '@jest/globals';
import type { LeftSizes } from '../../../domain/scale/memory.ts';
import { settlementOf } from '../../../domain/scale/settlement.ts';
import { group, resizePlan } from './seen.fixtures.ts';

const SMALL = { minSize: 1, desiredSize: 1, maxSize: 4 };
const web = { operationId: 'smaller', at: '2026-11-24T10:00:00Z' };
const batch = { operationId: 'other', at: '2026-11-24T11:00:00Z' };

const planOf = (before: typeof SMALL, sizes: typeof SMALL) =>
  resizePlan(before, sizes, {
    reach: 'bounds',
    nodes: [{ instanceType: 'm6i.large', count: before.desiredSize }],
  });

/** The end of sizes that were smaller for two hours, whose groups were left like this. */
const settledAt = (left: LeftSizes) =>
  settlementOf({
    operation: {
      id: 'end',
      kind: 'scale',
      cluster: { name: 'shop', region: 'us-west-2', arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop' },
      epoch: 1,
    },
    at: '2026-11-24T12:00:00Z',
    plan: planOf(SMALL, group.sizes),
    groups: [
      {
        ...group,
        instances: ['i-1', 'i-2'].map((instanceId) => ({
          instanceId,
          instanceType: 'm6i.large',
          zone: 'us-west-2a',
          state: 'InService',
          isHealthy: true,
        })),
      },
    ],
    inside: {},
    memory: undefined,
    left,
    ended: { operationId: 'smaller', plan: planOf(group.sizes, SMALL) },
  }).settlement;

describe('the end of smaller sizes', () => {
  const groups = { [group.key]: { ...SMALL, ...web }, 'nodeGroup/batch': { ...SMALL, ...batch } };

  it('counts what did not run since they were reached, also where another group was scaled in between', () => {
    expect(settledAt({ ...batch, groups }).savings).toMatchObject([{ month: '2026-11', nodeHours: 2 }]);
  });

  it('counts nothing of a group that another operation has scaled since', () => {
    const scaled = { ...groups, [group.key]: { ...SMALL, ...batch } };
    expect(settledAt({ ...batch, groups: scaled }).savings).toEqual([]);
  });

  it('leaves its own groups as its own, and the others as they were', () => {
    const end = { operationId: 'end', at: '2026-11-24T12:00:00Z' };
    const left = { [group.key]: { ...group.sizes, ...end }, 'nodeGroup/batch': { ...SMALL, ...batch } };
    expect(settledAt({ ...batch, groups }).left).toEqual({ ...end, groups: left });
  });

  it('goes by what a record says as a whole where its groups do not say it', () => {
    const before = { ...web, groups: { [group.key]: SMALL, 'nodeGroup/batch': SMALL } };
    const settled = settledAt(before);
    expect(settled.savings).toMatchObject([{ nodeHours: 2 }]);
    expect(settled.left.groups['nodeGroup/batch']).toEqual({ ...SMALL, ...web });
  });
});
