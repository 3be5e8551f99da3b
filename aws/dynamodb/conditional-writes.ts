import {
  type DynamoDBClient,
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { named, toTaskError } from '../errors.ts';
import type { ItemType, Place, Tables } from './item-type.ts';
import { type Item, toItem } from './items.ts';

/** A condition under which an item is written, and the values that it names. */
export interface Condition {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
}

export type ConditionalUpdate = Omit<NonNullable<TransactWriteItem['Update']>, 'TableName' | 'Key'>;

export const NOT_THERE: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

/** The table and the key of an item, as every request names them. */
export const at = (tables: Tables, { table, key: Key }: Place) => ({ TableName: tables[table], Key });

/** An item that is written whole, over the former one. */
export const put = (
  tables: Tables,
  { table, key }: Place,
  item: Item,
  condition: Condition = {},
): TransactWriteItem => ({
  Put: { TableName: tables[table], Item: { ...item, ...key }, ...condition },
});

export const putOf = <Kept extends object>(
  tables: Tables,
  type: Pick<ItemType<Kept>, 'attributes'>,
  place: Place,
  kept: Kept,
  condition?: Condition,
): TransactWriteItem => put(tables, place, toItem(type, kept), condition);

/** False where the condition of a write does not hold: then nothing was written. */
export async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    return named(Promise.reject(error));
  }
}

export const updateIf = (
  client: DynamoDBClient,
  tables: Tables,
  place: Place,
  update: ConditionalUpdate,
): Promise<boolean> => unlessRefused(client.send(new UpdateItemCommand({ ...at(tables, place), ...update })));

/** False where a condition of one of them does not hold: then none was written. */
export async function writeAll(
  client: DynamoDBClient,
  TransactItems: readonly TransactWriteItem[],
): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [...TransactItems] }));
    return true;
  } catch (error) {
    const found = toTaskError(error);
    if (isCancelled(error) && found.name !== 'Throttled') return false;
    throw found;
  }
}

/**
 * Writes items all at once. Answers the place of the first item whose condition does not hold; undefined where they
 * were written.
 */
export async function refusedOf(
  client: DynamoDBClient,
  TransactItems: readonly TransactWriteItem[],
): Promise<number | undefined> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [...TransactItems] }));
    return undefined;
  } catch (error) {
    const { CancellationReasons: reasons = [] } = error as Partial<TransactionCanceledException>;
    const refused = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
    if (refused < 0) throw toTaskError(error);
    return refused;
  }
}

const isCancelled = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TransactionCanceledException';
