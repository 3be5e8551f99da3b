import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { named } from '../errors.ts';
import { at } from './conditional-writes.ts';
import type { ItemType, Place, Tables } from './item-type.ts';
import { fromItem, type Item } from './items.ts';

/** An item as it is now, or members of it. */
export async function readItem(
  client: DynamoDBClient,
  tables: Tables,
  place: Place,
  only: object = {},
): Promise<Item | undefined> {
  const get = new GetItemCommand({ ...at(tables, place), ConsistentRead: true, ...only });
  return (await named(client.send(get))).Item;
}

/** The record that an item keeps, as it is now. */
export async function readOf<Kept extends object>(
  client: DynamoDBClient,
  tables: Tables,
  type: Pick<ItemType<Kept>, 'attributes'>,
  place: Place,
): Promise<Kept | undefined> {
  const item = await readItem(client, tables, place);
  return item && fromItem<Kept>(type, item);
}
