import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Saving } from '../../domain/scale/outcome/savings.ts';
import { named } from '../errors.ts';
import { FLEET_ITEMS, savingsPartition } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const { saving: SAVING } = FLEET_ITEMS;

/** The savings of every operation of a month (`2026-11`). */
export async function readSavings(
  client: DynamoDBClient,
  fleetTable: string,
  month: string,
): Promise<readonly Saving[]> {
  const query = {
    TableName: fleetTable,
    KeyConditionExpression: 'pk = :month',
    ExpressionAttributeValues: toItem(SAVING, { ':month': savingsPartition(month) }),
  };
  const savings: Saving[] = [];
  const read = async () => {
    for await (const { Items = [] } of paginateQuery({ client }, query))
      savings.push(...Items.map((item) => fromItem(SAVING, item)));
  };
  await named(read());
  return savings;
}
