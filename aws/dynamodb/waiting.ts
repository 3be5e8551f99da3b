import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Waiting, WaitingRef } from '../../domain/operation/waiting.ts';
import type { WaitingStore } from '../../domain/ports/waiting.ts';
import { named } from '../errors.ts';
import { LEASE_ITEMS } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

/** The value that all entries have in the index of held leases, where leases have their execution. */
const HELD_BY = 'pause';
/** A wait is registered anew each day: an entry that is older has nobody who waits. */
const KEPT_SECONDS = 3 * 86_400;

const { waiting: WAITING } = LEASE_ITEMS;
const keyOf = ({ operation, state }: WaitingRef) => WAITING.key(operation.id, state).key;

/** `WaitingStore` over the region's lease table and its index of holders. */
export class DynamoDbWaiting implements WaitingStore {
  readonly #client: DynamoDBClient;
  readonly #leases: string;

  constructor(client: DynamoDBClient, leases: string) {
    this.#client = client;
    this.#leases = leases;
  }

  async put(waiting: Waiting): Promise<void> {
    const expiresAt = Math.floor(Date.parse(waiting.since) / 1000) + KEPT_SECONDS;
    const Item = {
      ...toItem(WAITING, { waiting, token: waiting.token, heldBy: HELD_BY, expiresAt }),
      ...keyOf(waiting),
    };
    await named(this.#client.send(new PutItemCommand({ TableName: this.#leases, Item })));
  }

  async read(ref: WaitingRef): Promise<Waiting | undefined> {
    const get = new GetItemCommand({ TableName: this.#leases, Key: keyOf(ref), ConsistentRead: true });
    const { Item } = await named(this.#client.send(get));
    return Item && fromItem(WAITING, Item).waiting;
  }

  async list(): Promise<readonly WaitingRef[]> {
    const query = {
      TableName: this.#leases,
      IndexName: 'held',
      KeyConditionExpression: 'heldBy = :pause',
      ExpressionAttributeValues: toItem(WAITING, { ':pause': HELD_BY }),
    };
    const found: WaitingRef[] = [];
    const read = async () => {
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
        for (const item of Items) {
          const { operation, state } = fromItem(WAITING, item).waiting;
          found.push({ operation, state });
        }
    };
    await named(read());
    return found;
  }

  async remove(waiting: Waiting): Promise<void> {
    const remove = new DeleteItemCommand({
      TableName: this.#leases,
      Key: keyOf(waiting),
      ConditionExpression: '#token = :token',
      ExpressionAttributeNames: { '#token': 'token' },
      ExpressionAttributeValues: toItem(WAITING, { ':token': waiting.token }),
    });
    try {
      await this.#client.send(remove);
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return;
      await named(Promise.reject(error));
    }
  }
}
