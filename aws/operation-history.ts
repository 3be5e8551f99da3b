import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { OperationRecord } from '../domain/operation/operation.ts';
import type { ScalingRequest } from '../domain/scale/request.ts';
import { named } from './errors.ts';
import { fromItem } from './items.ts';

/** An operation without what it was asked with. */
export interface OperationSummary extends Omit<OperationRecord, 'request' | 'observed'> {
  /** What a scaling was asked for: `hibernate`, `wake`, `resize`, `return`; absent for other operations. */
  readonly action?: ScalingRequest['action'];
}

/** Every operation of the fleet that is on record, newest first; their documents are left out. */
export async function readOperationHistory(
  client: DynamoDBClient,
  fleetTable: string,
): Promise<readonly OperationSummary[]> {
  const scan = {
    TableName: fleetTable,
    FilterExpression: 'begins_with(sk, :operation)',
    ExpressionAttributeValues: marshall({ ':operation': 'operation#' }),
  };
  const records: OperationSummary[] = [];
  const read = async () => {
    for await (const { Items = [] } of paginateScan({ client }, scan))
      records.push(...Items.map((item) => toSummary(fromItem<OperationRecord>(item))));
  };
  await named(read());
  return records.sort((left, right) => (left.startedAt < right.startedAt ? 1 : -1));
}

function toSummary(record: OperationRecord): OperationSummary {
  const { id, kind, cluster, epoch, executionArn, requestedBy, startedAt, status, endedAt, failure } = record;
  return {
    id,
    kind,
    ...(kind === 'scale' ? { action: (record.request as ScalingRequest).action } : {}),
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
