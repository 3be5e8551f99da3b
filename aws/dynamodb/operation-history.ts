import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { named } from '../errors.ts';
import { FLEET_ITEMS, type StoredOperation } from './item-types.ts';
import { fromItem } from './items.ts';
import { actionOf, OPERATIONS_INDEX, OPERATIONS_LIST } from './operation-items.ts';

/** An operation as the index has it; `action` is a scaling's (`hibernate`, `wake`, `resize`, `return`) or an upgrade's. */
export type OperationSummary = Omit<
  OperationRecord,
  'request' | 'plan' | 'report' | 'parent' | 'identity' | 'reason'
> &
  Pick<StoredOperation, 'action'>;

/**
 * The operations of the fleet that are on record, newest first, read page by page for as long as somebody asks for
 * more; `within` (ISO 8601, in UTC) those that began from one time to another. By an index, which may be a moment behind.
 */
export async function* operationsByTime(
  client: DynamoDBClient,
  fleetTable: string,
  within?: { readonly from: string; readonly to: string },
): AsyncGenerator<OperationSummary> {
  const bounds = within ? { ':from': within.from, ':to': within.to } : {};
  let start: Record<string, AttributeValue> | undefined;
  do {
    const query = new QueryCommand({
      TableName: fleetTable,
      IndexName: OPERATIONS_INDEX,
      KeyConditionExpression: `listedIn = :list${within ? ' AND startedAt BETWEEN :from AND :to' : ''}`,
      ExpressionAttributeValues: marshall({ ':list': OPERATIONS_LIST, ...bounds }),
      ScanIndexForward: false,
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    const page: QueryCommandOutput = await named(client.send(query));
    for (const item of page.Items ?? [])
      yield toSummary(fromItem(FLEET_ITEMS.operation, item) as OperationSummary);
    start = page.LastEvaluatedKey;
  } while (start);
}

/** An operation that was read whole, as a list shows it. */
export const summaryOf = (record: OperationRecord): OperationSummary =>
  toSummary({ ...record, ...actionOf(record) });

function toSummary(item: OperationSummary): OperationSummary {
  const { id, kind, action, cluster, epoch, executionArn, requestedBy, startedAt, status, endedAt, failure } =
    item;
  return {
    id,
    kind,
    ...(action ? { action } : {}),
    cluster,
    epoch,
    executionArn,
    requestedBy,
    startedAt,
    status,
    ...(endedAt ? { endedAt } : {}),
    ...(failure ? { failure } : {}),
  };
}
