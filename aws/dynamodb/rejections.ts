import { type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { REJECTION_KEPT_DAYS, type Rejection } from '../../domain/operation/rejection.ts';
import type { RejectionsPort } from '../../domain/ports/rejections.ts';
import { named } from '../errors.ts';
import { FLEET_ITEMS, rejectionsPartition } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const { rejection: REJECTION } = FLEET_ITEMS;

/** `RejectionsPort` over the fleet's global table: a partition a month. */
export class DynamoDbRejections implements RejectionsPort {
  readonly #client: DynamoDBClient;
  readonly #fleetTable: string;

  constructor(client: DynamoDBClient, fleetTable: string) {
    this.#client = client;
    this.#fleetTable = fleetTable;
  }

  async record(rejection: Rejection): Promise<void> {
    const { at, region, eventId } = rejection;
    const expiresAt = Math.floor(Date.parse(at) / 1000) + REJECTION_KEPT_DAYS * 86_400;
    const { key } = REJECTION.key(at, region, eventId);
    const Item = { ...toItem(REJECTION, { ...rejection, expiresAt }), ...key };
    await named(this.#client.send(new PutItemCommand({ TableName: this.#fleetTable, Item })));
  }
}

/** The months from one time to another, `2026-11` and on. */
function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  const last = to.slice(0, 7);
  for (const at = new Date(`${from.slice(0, 7)}-01T00:00:00Z`); ; at.setUTCMonth(at.getUTCMonth() + 1)) {
    const month = at.toISOString().slice(0, 7);
    if (month > last) return months;
    months.push(month);
  }
}

/** The refusals of all regions from one time to before another (ISO 8601, in UTC). */
export async function readRejections(
  client: DynamoDBClient,
  fleetTable: string,
  from: string,
  to: string,
): Promise<readonly Rejection[]> {
  const found: Rejection[] = [];
  const read = async (month: string) => {
    const query = {
      TableName: fleetTable,
      KeyConditionExpression: 'pk = :month AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: toItem(REJECTION, {
        ':month': rejectionsPartition(month),
        ':from': from,
        ':to': to,
      }),
    };
    for await (const { Items = [] } of paginateQuery({ client }, query))
      for (const item of Items) {
        const { expiresAt: _expiresAt, ...rejection } = fromItem(REJECTION, item);
        found.push(rejection);
      }
  };
  for (const month of monthsBetween(from, to)) await named(read(month));
  return found;
}
