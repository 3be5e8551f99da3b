import { describe, expect, it } from '@jest/globals';
import { memoryKey, operationKey } from '../../aws/item-keys.ts';
import { fromItem, type Item as TableItem, toItem } from '../../aws/items.ts';
import { DynamoDbSizes } from '../../aws/sizes.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { Memory } from '../../domain/scale/memory.ts';
import type { MemoryChange, ScalingPlan } from '../../domain/scale/plan.ts';
import { simulatedTables } from './simulated-tables.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const operation: OperationRef = {
  id: 'o1',
  kind: 'scale',
  cluster: { name: 'web', region: 'us-east-1', arn },
  epoch: 4,
};
const memory: Memory = { operationId: 'o1', capturedAt: '2026-11-24T20:00:00Z', groups: [] };
const earlier: Memory = { ...memory, operationId: 'o0', capturedAt: '2026-11-23T20:00:00Z' };
const planOf = (change?: MemoryChange, note = 'first') =>
  ({ action: 'hibernate', notes: [note], ...(change ? { memory: change } : {}) }) as unknown as ScalingPlan;

/** The sizes of a cluster, with its operation under way and its memory so far. */
async function sizesWith(remembered?: Memory, cancelled?: readonly string[]) {
  const { client, tables, call } = await simulatedTables((name) => {
    if (!cancelled || name !== 'TransactWriteItems') return;
    const CancellationReasons = cancelled.map((Code) => ({ Code }));
    throw Object.assign(new Error('cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons,
    });
  });
  const put = (Item: object) => call('PutItem', { TableName: tables.fleet, Item });
  await put({ ...operationKey(arn, 'o1'), ...toItem({ id: 'o1', status: 'Running' }) });
  if (remembered) await put({ ...memoryKey(arn), ...toItem(remembered) });
  const sizes = new DynamoDbSizes(client, tables.fleet);
  const kept = async () => {
    const { Item } = await call('GetItem', {
      TableName: tables.fleet,
      Key: memoryKey(arn),
      ConsistentRead: true,
    });
    return Item && fromItem<Memory>(Item as TableItem).operationId;
  };
  const planned = () => sizes.readPlan(arn, 'o1');
  return { sizes, kept, planned };
}

describe('recording a plan', () => {
  it.each<readonly [string, MemoryChange | undefined, Memory | undefined, string | undefined]>([
    ['nothing is to be remembered', undefined, undefined, undefined],
    ['sizes are captured', { do: 'capture', memory }, undefined, 'o1'],
    ['a sleep is changed', { do: 'replace', memory, former: 'o0', changed: [] }, earlier, 'o1'],
    ['a memory is to go at the end', { do: 'forget', memory: earlier }, earlier, 'o0'],
  ])('writes what a cluster wakes to with it where %s', async (_what, change, before, after) => {
    const { sizes, kept, planned } = await sizesWith(before);
    expect(await sizes.recordPlan(operation, planOf(change))).toBe(true);
    expect(await planned()).toEqual(planOf(change));
    expect(await kept()).toBe(after);
  });

  it('keeps to the first plan, and to what was remembered with it', async () => {
    const { sizes, kept, planned } = await sizesWith();
    expect(await sizes.recordPlan(operation, planOf({ do: 'capture', memory }))).toBe(true);
    expect(await sizes.recordPlan(operation, planOf(undefined, 'second'))).toBe(false);
    expect(await sizes.recordPlan(operation, planOf({ do: 'capture', memory: earlier }, 'third'))).toBe(
      false,
    );
    expect(await planned()).toEqual(planOf({ do: 'capture', memory }));
    expect(await kept()).toBe('o1');
  });

  it.each<readonly [string, MemoryChange]>([
    ['captured', { do: 'capture', memory }],
    ['changed', { do: 'replace', memory, former: 'o-1', changed: [] }],
  ])(
    'is to be planned anew, and writes nothing, where another memory than was read is to be %s',
    async (_what, change) => {
      const { sizes, kept, planned } = await sizesWith(earlier);
      await expect(sizes.recordPlan(operation, planOf(change))).rejects.toMatchObject({
        name: 'Conflict',
        message: 'what web wakes to has changed since it was read',
      });
      expect([await planned(), await kept()]).toEqual([undefined, 'o0']);
    },
  );

  it('is tried again where something else is just writing one of both', async () => {
    const { sizes } = await sizesWith(undefined, ['None', 'TransactionConflict']);
    await expect(sizes.recordPlan(operation, planOf({ do: 'capture', memory }))).rejects.toMatchObject({
      name: 'Throttled',
    });
  });
});
