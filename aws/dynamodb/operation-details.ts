import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { named } from '../errors.ts';
import { FLEET_ITEMS } from './item-types.ts';
import { toRecord } from './operation-items.ts';

/** So many items one BatchGetItem may name (DynamoDB API reference). */
const AT_ONCE = 100;
const PAUSE_MS = 200;

/**
 * The members of an operation that a list does not have: who asked for it and why, and its report; absent where there is
 * none.
 */
export type OperationDetails = Pick<OperationRecord, 'parent' | 'report' | 'identity' | 'reason'>;

/**
 * The details of operations, by their ids. A hundred of them are one call, and more where DynamoDB leaves some of it to be
 * asked for again. `sleep` is given milliseconds.
 */
export async function readOperationDetails(
  client: DynamoDBClient,
  fleetTable: string,
  operations: readonly Pick<OperationRecord, 'id' | 'cluster'>[],
  sleep: (ms: number) => Promise<void>,
): Promise<ReadonlyMap<string, OperationDetails>> {
  const details = new Map<string, OperationDetails>();
  for (let from = 0; from < operations.length; from += AT_ONCE) {
    const Keys = operations
      .slice(from, from + AT_ONCE)
      .map(({ id, cluster }) => FLEET_ITEMS.operation.key(cluster.arn, id).key);
    let left: BatchGetItemCommandInput['RequestItems'] = {
      [fleetTable]: {
        Keys,
        ProjectionExpression: 'id, parent, report, #identity, reason',
        ExpressionAttributeNames: { '#identity': 'identity' },
      },
    };
    while (left) {
      const { Responses = {}, UnprocessedKeys = {} }: BatchGetItemCommandOutput = await named(
        client.send(new BatchGetItemCommand({ RequestItems: left })),
      );
      for (const { id, ...found } of (Responses[fleetTable] ?? []).map(toRecord)) details.set(id, found);
      left = Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
      if (left) await sleep(PAUSE_MS);
    }
  }
  return details;
}
