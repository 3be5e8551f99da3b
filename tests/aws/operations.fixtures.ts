import { FLEET_ITEMS } from '../../aws/dynamodb/item-types.ts';
import { fromItem, type Item, toItem } from '../../aws/dynamodb/items.ts';
import { DynamoDbLeases } from '../../aws/dynamodb/leases.ts';
import { DynamoDbOperationStore } from '../../aws/dynamodb/operation-store.ts';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import { type AnyOperationRef, type OperationStatus, refOf } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { subjectNamed } from '../../domain/operation/subject.ts';
import { simulatedTables } from './simulated-tables.ts';

const account = { partition: 'aws', accountId: '111122223333' };
export const cluster = subjectNamed('cluster', account, 'us-east-1', 'web');
const fleet = subjectNamed('fleet', account, 'us-east-1', 'offices');
const execution = (id: string) => `arn:aws:states:us-east-1:111122223333:execution:scale-cluster:${id}`;

export const refTo = (id: string, epoch = 1, kind: CarriedOut = 'scale'): AnyOperationRef =>
  refOf({ id, kind, cluster: kind === 'apply-fleet' ? fleet : cluster, epoch });

export const recordOf = (
  ref: AnyOperationRef,
  more: Partial<Pick<OperationRecord, 'status' | 'endedAt' | 'failure' | 'parent'>> = {},
) =>
  ({
    ...ref,
    executionArn: execution(ref.id),
    requestedBy: 'a test',
    startedAt: '2026-11-24T08:00:00Z',
    status: 'Running',
    request: ref.kind === 'scale' ? { action: 'wake' } : {},
    ...more,
  }) as unknown as OperationRecord;

/** A store over simulated tables, with its items; its transactions may come to be cancelled for these reasons. */
export async function storeWith(reasons: readonly string[] = []) {
  let cancels = false;
  const { client, tables, calls, call, settle } = await simulatedTables((operation) => {
    if (!cancels || operation !== 'TransactWriteItems') return;
    const CancellationReasons = reasons.map((Code) => ({ Code }));
    throw Object.assign(new Error('cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons,
    });
  });
  const leases = new DynamoDbLeases(client, tables);
  const store = new DynamoDbOperationStore(client, tables);
  const claim = async (ref: AnyOperationRef, status: OperationStatus = 'Running') => {
    const claimed = await leases.claim({
      claim: {
        requestId: `r-${ref.id}`,
        executionArn: execution(ref.id),
        operationId: ref.id,
        epoch: ref.epoch,
      },
      operation: recordOf(ref, { status }),
      expectedEpoch: ref.epoch === 1 ? undefined : ref.epoch - 1,
    });
    if (!claimed) throw new Error(`${ref.id} was not claimed`);
    calls.length = 0;
  };
  /** An item as it is. */
  const itemAt = async ({ table, key: Key }: ReturnType<typeof FLEET_ITEMS.memory.key>) =>
    (await call('GetItem', { TableName: tables[table], Key, ConsistentRead: true })).Item as Item | undefined;
  const itemOf = async ({ id, cluster: { arn } }: AnyOperationRef) =>
    fromItem(FLEET_ITEMS.operation, (await itemAt(FLEET_ITEMS.operation.key(arn, id))) ?? {});
  /** An item as another release, or somebody else, has written it. */
  const write = (
    type: Parameters<typeof toItem>[0],
    { table, key }: ReturnType<typeof FLEET_ITEMS.memory.key>,
    kept: object,
  ) => call('PutItem', { TableName: tables[table], Item: { ...key, ...toItem(type, kept) } });
  return {
    leases,
    store,
    client,
    tables,
    calls,
    settle,
    claim,
    itemAt,
    itemOf,
    write,
    cancel: () => {
      cancels = true;
    },
    statusOf: async (id: string) =>
      (await store.readOperation({ clusterArn: cluster.arn, operationId: id }))?.status,
    holder: async () => (await store.readLease(cluster.arn))?.holder?.operationId,
  };
}
