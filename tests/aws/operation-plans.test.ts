import { describe, expect, it } from '@jest/globals';
import { FLEET_ITEMS } from '../../aws/dynamodb/item-types.ts';
import { fromItem } from '../../aws/dynamodb/items.ts';
import type { CreationPlan } from '../../domain/create/plan.ts';
import { keptWithPlan } from '../../domain/scale/memory/kept.ts';
import type { LastSizes, Memory } from '../../domain/scale/memory/memory.ts';
import type { ScalingReport } from '../../domain/scale/outcome/report.ts';
import type { MemoryChange, ScalingPlan } from '../../domain/scale/plan.ts';
import { cluster, refTo, storeWith } from './operations.fixtures.ts';

const { memory: MEMORY, left: LEFT, operation: OPERATION } = FLEET_ITEMS;
const operation = refTo('o1');
const key = { clusterArn: cluster.arn, operationId: 'o1' };
const memory: Memory = { operationId: 'o1', capturedAt: '2026-11-24T20:00:00Z', groups: [] };
const earlier: Memory = { ...memory, operationId: 'o0', capturedAt: '2026-11-23T20:00:00Z' };
const planOf = (change?: MemoryChange, note = 'first') =>
  ({ action: 'hibernate', notes: [note], ...(change ? { memory: change } : {}) }) as unknown as ScalingPlan;

/** A store with a scaling under way, and the memory of its cluster so far. */
async function scalingWith(remembered?: Memory, reasons?: readonly string[]) {
  const { store, claim, write, itemAt, ...others } = await storeWith(reasons);
  await claim(operation);
  if (remembered) await write(MEMORY, MEMORY.key(cluster.arn), remembered);
  const kept = async () => {
    const item = await itemAt(MEMORY.key(cluster.arn));
    return item && fromItem<Memory>(MEMORY, item);
  };
  const record = (plan: ScalingPlan) =>
    store.recordPlan('scale', operation, plan, { kept: keptWithPlan(plan) });
  return { store, record, kept, itemAt, planned: () => store.readPlan('scale', key), ...others };
}

describe('recording the plan of a scaling', () => {
  it.each<readonly [string, MemoryChange | undefined, Memory | undefined, string | undefined]>([
    ['nothing is to be remembered', undefined, undefined, undefined],
    ['sizes are captured', { do: 'capture', memory }, undefined, 'o1'],
    ['a sleep is changed', { do: 'replace', memory, former: 'o0', changed: [] }, earlier, 'o1'],
    ['a memory is to go at the end', { do: 'forget', memory: earlier }, earlier, 'o0'],
  ])('writes what a cluster wakes to with it where %s', async (_what, change, before, after) => {
    const { record, kept, planned } = await scalingWith(before);
    expect(await record(planOf(change))).toBe(true);
    expect(await planned()).toEqual(planOf(change));
    expect((await kept())?.operationId).toBe(after);
  });

  it('keeps to the first plan, and to what was remembered with it', async () => {
    const { record, kept, planned } = await scalingWith();
    expect(await record(planOf({ do: 'capture', memory }))).toBe(true);
    expect(await record(planOf(undefined, 'second'))).toBe(false);
    expect(await record(planOf({ do: 'capture', memory: earlier }, 'third'))).toBe(false);
    expect(await planned()).toEqual(planOf({ do: 'capture', memory }));
    expect((await kept())?.operationId).toBe('o1');
  });

  it.each<readonly [string, MemoryChange]>([
    ['captured', { do: 'capture', memory }],
    ['changed', { do: 'replace', memory, former: 'o-1', changed: [] }],
  ])(
    'is to be planned anew, and writes nothing, where another memory than was read is to be %s',
    async (_what, change) => {
      const { record, kept, planned } = await scalingWith(earlier);
      await expect(record(planOf(change))).rejects.toMatchObject({
        name: 'Conflict',
        message: 'what web wakes to has changed since it was read',
      });
      expect([await planned(), (await kept())?.operationId]).toEqual([undefined, 'o0']);
    },
  );

  it('is tried again where something else is just writing one of both', async () => {
    const { record, cancel } = await scalingWith(undefined, ['None', 'TransactionConflict']);
    cancel();
    await expect(record(planOf({ do: 'capture', memory }))).rejects.toMatchObject({ name: 'Throttled' });
  });
});

describe('recording the plan of a creation', () => {
  const plan = (...zones: string[]): CreationPlan => ({
    clusterExisted: false,
    availabilityZones: zones,
    subnets: [],
  });
  const creation = refTo('o1', 1, 'create');
  const creating = async () => {
    const { store, claim, ...others } = await storeWith();
    await claim(creation);
    return { store, ...others };
  };

  it('counts the newest look, until the operation has ended', async () => {
    const { leases, store, calls } = await creating();
    expect(await store.recordPlan('create', creation, plan('a'))).toBe(true);
    expect(await store.recordPlan('create', creation, plan('a', 'b'))).toBe(true);
    expect(calls).toEqual(['UpdateItem', 'UpdateItem']);
    expect(await store.readPlan('create', key)).toEqual(plan('a', 'b'));
    await leases.endOperation(creation, { status: 'Failed', at: '2026-11-24T09:00:00Z' });
    expect(await store.recordPlan('create', creation, plan('c'))).toBe(false);
    expect((await store.readOperation(key))?.plan).toEqual(plan('a', 'b'));
  });

  it('is kept where a release that is still running looks for it, and read where that has kept it', async () => {
    const { store, itemOf, write } = await creating();
    await store.recordPlan('create', creation, plan('a'));
    expect(await itemOf(creation)).toMatchObject({ observed: plan('a') });
    const former = { id: 'o1', kind: 'create', status: 'Running', observed: plan('z') };
    await write(OPERATION, OPERATION.key(cluster.arn, 'o1'), former);
    expect(await store.readOperation(key)).toMatchObject({ id: 'o1', plan: plan('z') });
  });
});

describe('recording what a scaling came to', () => {
  const report = { missing: [], notes: ['all is up'] } as unknown as ScalingReport;
  const left: LastSizes = { operationId: 'o1', at: '2026-11-24T21:00:00Z', groups: {} };
  const savings = { nodeHours: 2, usd: 1, nodeHoursWithoutPrice: 0, clusterName: 'web', region: 'us-east-1' };
  const saving = { ...savings, month: '2026-11', operationId: 'o1', pricesAsOf: 'x', pricesOf: 'y' };
  const leave = { do: 'leave', left } as const;

  it('writes it down with the groups, the savings and the memory, twice as once', async () => {
    const { store, kept, itemAt } = await scalingWith(earlier);
    for (const _time of [1, 2])
      await store.recordReport('scale', operation, report, [
        leave,
        { do: 'forget', captured: 'o0' },
        { do: 'save', saving },
      ]);
    expect(await store.readOperation(key)).toMatchObject({ report });
    expect(fromItem(LEFT, (await itemAt(LEFT.key(cluster.arn))) ?? {})).toEqual(left);
    const { saving: SAVING } = FLEET_ITEMS;
    expect(fromItem(SAVING, (await itemAt(SAVING.key('2026-11', cluster.arn, 'o1'))) ?? {})).toEqual(saving);
    expect(await kept()).toBeUndefined();
  });

  it('dates a sleep once', async () => {
    const { store, kept } = await scalingWith(earlier);
    for (const asleepSince of ['2026-11-24T21:00:00Z', '2026-11-24T22:00:00Z'])
      await store.recordReport('scale', operation, report, [
        leave,
        { do: 'date', captured: 'o0', asleepSince },
      ]);
    expect(await kept()).toEqual({ ...earlier, asleepSince: '2026-11-24T21:00:00Z' });
  });

  it('writes nothing where the memory is another by now', async () => {
    const { store, kept } = await scalingWith(earlier);
    const kinds = [
      { do: 'forget', captured: 'o9' },
      { do: 'date', captured: 'o9', asleepSince: '2026-11-24T21:00:00Z' },
    ] as const;
    for (const change of kinds)
      await expect(store.recordReport('scale', operation, report, [leave, change])).rejects.toThrow(
        'ConditionalCheckFailed',
      );
    expect((await store.readOperation(key))?.report).toBeUndefined();
    expect(await kept()).toEqual(earlier);
  });
});
