import { describe, expect, it } from '@jest/globals';
import type { LastSizes, Memory } from '../../../domain/scale/memory/memory.ts';
import { type SettledScaling, settlementOf } from '../../../domain/scale/outcome/settlement.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';
import { group, resizePlan } from './seen.fixtures.ts';

const SMALL = { minSize: 1, desiredSize: 1, maxSize: 4 };
const web = { operationId: 'smaller', at: '2026-11-24T10:00:00Z' };
const batch = { operationId: 'other', at: '2026-11-24T11:00:00Z' };

const planOf = (before: typeof SMALL, sizes: typeof SMALL) =>
  resizePlan(before, sizes, {
    reach: 'bounds',
    nodes: [{ instanceType: 'm6i.large', count: before.desiredSize }],
  });

const node = (instanceId: string) => ({
  instanceId,
  instanceType: 'm6i.large',
  zone: 'us-west-2a',
  state: 'InService',
  isHealthy: true,
});

/** The items that are written down, by their subject. */
function settled(plan: ScalingPlan, over: Partial<SettledScaling>) {
  const { report, kept } = settlementOf({
    operation: {
      id: 'end',
      kind: 'scale',
      cluster: { name: 'shop', region: 'us-west-2', arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop' },
      epoch: 1,
    },
    at: '2026-11-24T12:00:00Z',
    plan,
    groups: [{ ...group, instances: [node('i-1'), node('i-2')] }],
    inside: {},
    memory: undefined,
    left: undefined,
    ...over,
  });
  return {
    report,
    left: kept.flatMap((change) => (change.do === 'leave' ? change.left : []))[0],
    savings: kept.flatMap((change) => (change.do === 'save' ? change.saving : [])),
    memory: kept.find((change) => change.do === 'forget' || change.do === 'date'),
  };
}

/** The end of sizes that were smaller for two hours, whose groups were left like this. */
const settledAt = (left: LastSizes) =>
  settled(planOf(SMALL, group.sizes), {
    left,
    ended: { operationId: 'smaller', plan: planOf(group.sizes, SMALL) },
  });

describe('a group at the time that is up', () => {
  const wide = { minSize: 3, desiredSize: 3, maxSize: 9 };
  const end = { operationId: 'end', at: '2026-11-24T12:00:00Z' };
  it.each([
    ['ACTIVE', {}],
    ['UPDATING', { asked: wide }],
  ])('is left as it is, and where EKS is still at it, perhaps as asked (%s)', (status, asked) => {
    const { left } = settled(planOf(group.sizes, wide), { groups: [{ ...group, status, instances: [] }] });
    expect(left).toEqual({ ...end, groups: { [group.key]: { ...group.sizes, ...asked, ...end } } });
  });
});

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
    const { savings, left } = settledAt(before);
    expect(savings).toMatchObject([{ nodeHours: 2 }]);
    expect(left?.groups['nodeGroup/batch']).toEqual({ ...SMALL, ...web });
  });
});

describe('a sleep and its end', () => {
  const memory: Memory = {
    operationId: 'asleep',
    capturedAt: '2026-11-24T01:55:00Z',
    asleepSince: '2026-11-24T02:00:00Z',
    groups: [
      { key: group.key, name: 'web', sizes: group.sizes, nodes: [{ instanceType: 'm6i.large', count: 2 }] },
    ],
    provisioning: { nodePools: [], nodes: [{ instanceType: 'z9.large', count: 1 }] },
  };
  const wakes: ScalingPlan = {
    ...planOf({ ...SMALL, desiredSize: 0 }, group.sizes),
    action: 'wake',
    memory: { do: 'forget', memory },
  };

  it('counts what slept once all is up again, by month and in the report, and forgets the sleep', () => {
    const { savings, report, memory: remembered } = settled(wakes, { memory });
    const saved = { pricesAsOf: expect.any(String), pricesOf: expect.any(String) };
    const usd = savings[0]?.usd ?? 0;
    expect(usd).toBeGreaterThan(0);
    expect(savings).toEqual([
      {
        ...{ month: '2026-11', nodeHours: 30, usd, nodeHoursWithoutPrice: 10, ...saved },
        ...{ clusterName: 'shop', region: 'us-west-2', operationId: 'end' },
      },
    ]);
    expect(report).toMatchObject({ missing: [], saved: { nodeHours: 30, usd, ...saved } });
    expect(remembered).toEqual({ do: 'forget', captured: 'asleep' });
  });

  it('adds up the months of a long one', () => {
    const long = { ...memory, asleepSince: '2026-10-31T23:50:00Z' };
    const { savings, report } = settled({ ...wakes, memory: { do: 'forget', memory: long } }, {});
    expect(savings.map(({ month }) => month)).toEqual(['2026-10', '2026-11']);
    const [one, other] = savings.map(({ nodeHours }) => nodeHours) as [number, number];
    expect(report.saved?.nodeHours).toBeCloseTo(one + other, 2);
  });

  it('keeps the sleep, and counts nothing yet, where nodes are missing', () => {
    const { report, savings, memory: remembered } = settled(wakes, { memory, groups: [group] });
    expect(report.missing).toHaveLength(1);
    expect(report).not.toHaveProperty('saved');
    expect([savings, remembered]).toEqual([[], undefined]);
  });

  it('counts nothing of a sleep that never came to be', () => {
    const { asleepSince: _since, ...begun } = memory;
    expect(settled({ ...wakes, memory: { do: 'forget', memory: begun } }, {}).savings).toEqual([]);
  });

  it('is dated by when the last node was seen gone', () => {
    const sizes = { ...group.sizes, minSize: 0, desiredSize: 0 };
    const sleeps: ScalingPlan = { ...planOf(group.sizes, sizes), action: 'hibernate' };
    const gone = [{ ...group, sizes, instances: [] }];
    expect(settled(sleeps, { groups: gone, memory }).memory).toEqual({
      do: 'date',
      captured: 'asleep',
      asleepSince: '2026-11-24T12:00:00Z',
    });
    const lasting = [{ ...group, sizes, instances: [node('i-1')] }];
    expect(settled(sleeps, { groups: lasting, memory }).memory).toBeUndefined();
    expect(settled(planOf(group.sizes, sizes), { groups: gone, memory }).memory).toBeUndefined();
  });
});
