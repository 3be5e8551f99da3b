import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { OperationRecord } from '../domain/operation/operation.ts';
import type { ScalingReport } from '../domain/scale/report.ts';
import { named } from './errors.ts';
import { operationKey } from './item-keys.ts';
import { fromItem } from './items.ts';

/** So many items one BatchGetItem may name (DynamoDB API reference). */
const AT_ONCE = 100;
const PAUSE_MS = 200;

interface Reported {
  readonly id: string;
  readonly report?: ScalingReport;
}

/**
 * What scalings came to, by their ids; of one that has not come so far there is none. A hundred of them are one call,
 * and more where DynamoDB leaves some of it to be asked for again. `sleep` is given milliseconds.
 */
export async function readScalingReports(
  client: DynamoDBClient,
  fleetTable: string,
  operations: readonly Pick<OperationRecord, 'id' | 'cluster'>[],
  sleep: (ms: number) => Promise<void>,
): Promise<ReadonlyMap<string, ScalingReport>> {
  const reports = new Map<string, ScalingReport>();
  for (let from = 0; from < operations.length; from += AT_ONCE) {
    const Keys = operations
      .slice(from, from + AT_ONCE)
      .map(({ id, cluster }) => operationKey(cluster.arn, id));
    let left: BatchGetItemCommandInput['RequestItems'] = {
      [fleetTable]: { Keys, ProjectionExpression: 'id, report' },
    };
    while (left) {
      const { Responses = {}, UnprocessedKeys = {} }: BatchGetItemCommandOutput = await named(
        client.send(new BatchGetItemCommand({ RequestItems: left })),
      );
      for (const item of Responses[fleetTable] ?? []) {
        const { id, report } = fromItem<Reported>(item);
        if (report) reports.set(id, report);
      }
      left = Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
      if (left) await sleep(PAUSE_MS);
    }
  }
  return reports;
}
