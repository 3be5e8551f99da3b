import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Saving } from '../domain/scale/savings.ts';
import { named } from './errors.ts';
import { savingsPartition } from './sizes.ts';

/** What every operation of a month (`2026-11`) has saved. */
export async function readSavings(
  client: DynamoDBClient,
  fleetTable: string,
  month: string,
): Promise<readonly Saving[]> {
  const query = {
    TableName: fleetTable,
    KeyConditionExpression: 'pk = :month',
    ExpressionAttributeValues: marshall({ ':month': savingsPartition(month) }),
  };
  const savings: Saving[] = [];
  const read = async () => {
    for await (const { Items = [] } of paginateQuery({ client }, query))
      savings.push(...Items.map((item) => unmarshall(item) as Saving));
  };
  await named(read());
  return savings;
}
