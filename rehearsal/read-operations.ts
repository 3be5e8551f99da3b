import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { OperationRecord } from '../domain/operation/record.ts';
import { readItem } from './read-item.ts';
import type { RehearsedFleet } from './rehearsed-fleet.ts';

/** A record, whose plan is kept as `observed` where it is a creation's. */
type Stored = OperationRecord & {
  readonly sk: string;
  readonly observed?: OperationRecord<'create'>['plan'];
};

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
      const { sk, observed, ...record } = readItem<Stored>(item);
      const plan = observed && { plan: observed };
      if (sk.startsWith('operation#')) records.push({ ...record, ...plan } as OperationRecord);
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return records.sort((left, right) => (left.startedAt < right.startedAt ? -1 : 1));
}
