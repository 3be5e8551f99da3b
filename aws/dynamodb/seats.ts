import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { SeatSeen, SeatsPort } from '../../domain/ports/fleet-upgrades.ts';
import { LEASE_ITEMS } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const { seat: SEAT } = LEASE_ITEMS;

/** `SeatsPort` over the lease tables of all regions; a region that does not answer is left out of each answer. */
export class DynamoDbSeats implements SeatsPort {
  readonly #clientOf: (region: string) => DynamoDBClient;
  readonly #table: string;

  constructor(clientOf: (region: string) => DynamoDBClient, table: string) {
    this.#clientOf = clientOf;
    this.#table = table;
  }

  async read(id: string, regions: readonly string[]): Promise<Readonly<Record<string, SeatSeen>>> {
    const asked = regions.map(async (region): Promise<[string, SeatSeen][]> => {
      const get = { TableName: this.#table, Key: SEAT.key(id).key, ConsistentRead: true };
      try {
        const { Item } = await this.#clientOf(region).send(new GetItemCommand(get));
        return [[region, Item ? fromItem<SeatSeen>(SEAT, Item) : { epoch: 0, owner: '' }]];
      } catch {
        return [];
      }
    });
    return Object.fromEntries((await Promise.all(asked)).flat());
  }

  async take(id: string, { epoch, owner }: SeatSeen, regions: readonly string[]): Promise<readonly string[]> {
    const Item = { ...toItem(SEAT, { epoch, owner }), ...SEAT.key(id).key };
    const put = {
      TableName: this.#table,
      Item,
      // The same seat again: a try before this one has written it, and its answer was lost.
      ConditionExpression:
        'attribute_not_exists(pk) OR epoch < :epoch OR (epoch = :epoch AND #owner = :owner)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: marshall({ ':epoch': epoch, ':owner': owner }),
    };
    const taken = regions.map(async (region): Promise<readonly string[]> => {
      try {
        await this.#clientOf(region).send(new PutItemCommand(put));
        return [region];
      } catch {
        return [];
      }
    });
    return (await Promise.all(taken)).flat();
  }
}
