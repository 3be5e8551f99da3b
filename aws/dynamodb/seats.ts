import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { SeatSeen, SeatsPort } from '../../domain/ports/fleet-upgrades.ts';
import { answeredWithin } from '../answered-within.ts';
import { unlessSilent } from '../errors.ts';
import { unlessRefused } from './conditional-writes.ts';
import { LEASE_ITEMS } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const { seat: SEAT } = LEASE_ITEMS;
/** The time that a region has: five seats are asked one after the other, twice at most, and a task lives for 30 seconds. */
const PATIENCE_MS = 4000;
const NOBODY: SeatSeen = { epoch: 0, owner: '' };

/** `SeatsPort` over the lease tables of all regions; a region that does not answer is left out of each answer. */
export class DynamoDbSeats implements SeatsPort {
  readonly #clientOf: (region: string) => DynamoDBClient;
  readonly #table: string;

  constructor(clientOf: (region: string) => DynamoDBClient, table: string) {
    this.#clientOf = clientOf;
    this.#table = table;
  }

  async read(id: string, regions: readonly string[]): Promise<Readonly<Record<string, SeatSeen>>> {
    const get = new GetItemCommand({ TableName: this.#table, Key: SEAT.key(id).key, ConsistentRead: true });
    const seen: Record<string, SeatSeen> = {};
    // One after the other: which of several new clients asks first would be left to chance.
    for (const region of regions) {
      const answer = await unlessSilent(answeredWithin(PATIENCE_MS, this.#clientOf(region).send(get)));
      if (!('noAnswer' in answer))
        seen[region] = answer.Item ? fromItem<SeatSeen>(SEAT, answer.Item) : NOBODY;
    }
    return seen;
  }

  async take(id: string, seat: SeatSeen, regions: readonly string[]): Promise<readonly string[]> {
    const taken: string[] = [];
    for (const region of regions) if (await this.#takeOne(region, id, seat)) taken.push(region);
    return taken;
  }

  async #takeOne(region: string, id: string, { epoch, owner }: SeatSeen): Promise<boolean> {
    const put = new PutItemCommand({
      TableName: this.#table,
      Item: { ...toItem(SEAT, { epoch, owner }), ...SEAT.key(id).key },
      // The same seat again: a try before this one has written it, and its answer was lost.
      ConditionExpression:
        'attribute_not_exists(pk) OR epoch < :epoch OR (epoch = :epoch AND #owner = :owner)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: marshall({ ':epoch': epoch, ':owner': owner }),
    });
    return (
      (await unlessSilent(unlessRefused(answeredWithin(PATIENCE_MS, this.#clientOf(region).send(put))))) ===
      true
    );
  }
}
