import { describe, expect, it } from '@jest/globals';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import { cluster, refTo as ref, storeWith } from './operations.fixtures.ts';

const { arn } = cluster;
const at = '2026-11-24T08:05:00Z';

it('tells who holds a lease, but for what only a later release carries out: that release frees it', async () => {
  const { leases, claim, holder } = await storeWith();
  const execution = (id: string) => `arn:aws:states:us-east-1:111122223333:execution:scale-cluster:${id}`;
  await claim(ref('o1', 1));
  expect(await leases.leasesHeldBy(execution('o1'))).toEqual([
    { operation: ref('o1', 1), executionArn: execution('o1') },
  ]);
  await claim(ref('o2', 2, 'rehearse' as CarriedOut));
  expect([await holder(), await leases.leasesHeldBy(execution('o2'))]).toEqual(['o2', []]);
});

describe('the success of an operation', () => {
  it('is recorded and frees the lease in one transaction', async () => {
    const { leases, calls, claim, statusOf, holder } = await storeWith();
    await claim(ref('o1', 1));
    await leases.completeOperation(ref('o1', 1), at);
    expect(calls).toEqual(['TransactWriteItems']);
    expect([await statusOf('o1'), await holder()]).toEqual(['Succeeded', undefined]);
  });

  it('is recorded all the same where a newer operation holds the lease', async () => {
    const { leases, claim, statusOf, holder } = await storeWith();
    await claim(ref('o1', 1));
    await claim(ref('o2', 2));
    await leases.completeOperation(ref('o1', 1), at);
    expect([await statusOf('o1'), await holder()]).toEqual(['Succeeded', 'o2']);
  });

  it('is left for another attempt where something else is just writing to either', async () => {
    for (const because of ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']) {
      const { leases, claim, statusOf, holder, cancel } = await storeWith(['None', because]);
      await claim(ref('o1', 1));
      cancel();
      await expect(leases.completeOperation(ref('o1', 1), at)).rejects.toMatchObject({ name: 'Throttled' });
      expect([await statusOf('o1'), await holder()]).toEqual(['Running', 'o1']);
    }
  });

  it('frees the lease all the same where its end was written before', async () => {
    const { leases, claim, statusOf, holder } = await storeWith();
    await claim(ref('o1', 1));
    await leases.endOperation(ref('o1', 1), { status: 'Failed', at });
    await leases.completeOperation(ref('o1', 1), at);
    expect([await statusOf('o1'), await holder()]).toEqual(['Failed', undefined]);
  });
});

describe('the wish to cancel an operation', () => {
  const wish = (reason: string) => ({ at, by: 'me@desk', reason });

  it('is kept with its record, and the first one stays', async () => {
    const { store, claim } = await storeWith();
    await claim(ref('o1', 1));
    expect([
      await store.cancel(ref('o1', 1), wish('too late')),
      await store.cancel(ref('o1', 1), wish('no')),
    ]).toEqual([true, true]);
    const record = await store.readOperation({ clusterArn: arn, operationId: 'o1' });
    expect(record?.cancellation).toEqual(wish('too late'));
  });

  it('comes too late for one that has ended, or is not on record', async () => {
    const { leases, store, claim } = await storeWith();
    await claim(ref('o1', 1));
    await leases.endOperation(ref('o1', 1), { status: 'Failed', at });
    expect([
      await store.cancel(ref('o1', 1), wish('too late')),
      await store.cancel(ref('o9', 1), wish('none')),
    ]).toEqual([false, false]);
  });
});

describe('whether an operation is on record', () => {
  it('is asked in one read, of any or of a kind that was not rejected', async () => {
    const { store, calls, claim } = await storeWith();
    expect(await store.isOnRecord(arn)).toBe(false);
    await claim(ref('o1', 1));
    await claim(ref('o2', 2, 'create'), 'Rejected');
    expect([await store.isOnRecord(arn), await store.isOnRecord(arn, 'create')]).toEqual([true, false]);
    await claim(ref('o3', 3, 'create'), 'Failed');
    expect(await store.isOnRecord(arn, 'create')).toBe(true);
    expect(calls).toEqual(['Query']);
    expect(await store.isOnRecord(`${arn}-2`)).toBe(false);
  });
});
