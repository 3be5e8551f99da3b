import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { OperationRecord } from '../domain/operation/operation.ts';
import { readItem } from './read-item.ts';
import type { RehearsedFleet } from './rehearsed-fleet.ts';

/** The operations on record, oldest first. */
export async function readOperations(spec: RehearsedFleet): Promise<readonly OperationRecord[]> {
  const client = new DynamoDBClient({ region: spec.regions[0] as string });
  const records: OperationRecord[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: `eks-fleet-${spec.stage}`,
        ...(start ? { ExclusiveStartKey: start as never } : {}),
      }),
    );
    for (const item of page.Items ?? []) {
      const record = readItem<OperationRecord & { readonly sk: string }>(item);
      if (record.sk.startsWith('operation#')) records.push(record);
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return records.sort((left, right) => (left.startedAt < right.startedAt ? -1 : 1));
}
