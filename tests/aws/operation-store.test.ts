import { describe, expect, it } from '@jest/globals';
import { DynamoDbOperationStore } from '../../aws/operation-store.ts';
import type { CarriedOut, OperationRef, OperationStatus } from '../../domain/operation/operation.ts';
import { simulatedTables } from './simulated-tables.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const at = '2026-11-24T08:05:00Z';

const ref = (id: string, epoch: number, kind: CarriedOut = 'scale'): OperationRef => ({
  id,
  kind,
  cluster: { name: 'web', region: 'us-east-1', arn },
  epoch,
});

/** A store with its items, whose transactions may be cancelled for a reason. */
async function storeWith(cancelled?: string) {
  let cancels = false;
  const { client, tables, calls } = await simulatedTables((operation) => {
    if (!cancels || operation !== 'TransactWriteItems') return;
    const CancellationReasons = [{ Code: 'None' }, { Code: cancelled }];
    throw Object.assign(new Error('cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons,
    });
  });
  const store = new DynamoDbOperationStore(client, tables);
  const claim = async (operation: OperationRef, status: OperationStatus = 'Running') => {
    const { id, epoch } = operation;
    const executionArn = `arn:aws:states:us-east-1:111122223333:execution:scale-cluster:${id}`;
    const record = { requestedBy: 'me', startedAt: '2026-11-24T08:00:00Z', request: { action: 'wake' } };
    const claimed = await store.claim({
      claim: { requestId: `r-${id}`, executionArn, operationId: id, epoch },
      operation: { ...operation, executionArn, status, ...record },
      expectedEpoch: epoch === 1 ? undefined : epoch - 1,
    });
    expect(claimed).toBe(true);
    calls.length = 0;
  };
  const statusOf = async (id: string) =>
    (await store.readOperation({ clusterArn: arn, operationId: id }))?.status;
  const holder = async () => (await store.readLease(arn))?.holder?.operationId;
  return {
    store,
    calls,
    claim,
    statusOf,
    holder,
    cancel: () => {
      cancels = true;
    },
  };
}

it('tells who holds a lease, but for what only a later release carries out: that release frees it', async () => {
  const { store, claim, holder } = await storeWith();
  const execution = (id: string) => `arn:aws:states:us-east-1:111122223333:execution:scale-cluster:${id}`;
  await claim(ref('o1', 1));
  expect(await store.leasesHeldBy(execution('o1'))).toEqual([
    { operation: ref('o1', 1), executionArn: execution('o1') },
  ]);
  await claim(ref('o2', 2, 'upgrade' as CarriedOut));
  expect([await holder(), await store.leasesHeldBy(execution('o2'))]).toEqual(['o2', []]);
});

describe('the success of an operation', () => {
  it('is recorded and frees the lease in one transaction', async () => {
    const { store, calls, claim, statusOf, holder } = await storeWith();
    await claim(ref('o1', 1));
    await store.completeOperation(ref('o1', 1), at);
    expect(calls).toEqual(['TransactWriteItems']);
    expect([await statusOf('o1'), await holder()]).toEqual(['Succeeded', undefined]);
  });

  it('is recorded all the same where a newer operation holds the lease', async () => {
    const { store, claim, statusOf, holder } = await storeWith();
    await claim(ref('o1', 1));
    await claim(ref('o2', 2));
    await store.completeOperation(ref('o1', 1), at);
    expect([await statusOf('o1'), await holder()]).toEqual(['Succeeded', 'o2']);
  });

  it('is left for another attempt where something else is just writing to either', async () => {
    for (const because of ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']) {
      const { store, claim, statusOf, holder, cancel } = await storeWith(because);
      await claim(ref('o1', 1));
      cancel();
      await expect(store.completeOperation(ref('o1', 1), at)).rejects.toMatchObject({ name: 'Throttled' });
      expect([await statusOf('o1'), await holder()]).toEqual(['Running', 'o1']);
    }
  });

  it('frees the lease all the same where its end was written before', async () => {
    const { store, claim, statusOf, holder } = await storeWith();
    await claim(ref('o1', 1));
    await store.endOperation(ref('o1', 1), { status: 'Failed', at });
    await store.completeOperation(ref('o1', 1), at);
    expect([await statusOf('o1'), await holder()]).toEqual(['Failed', undefined]);
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
