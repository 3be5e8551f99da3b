import {
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { FleetsPort, StoredFleet } from '../../domain/ports/fleets.ts';
import { named } from '../errors.ts';
import { FLEET_ITEMS, FLEETS } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const { document: DOCUMENT } = FLEET_ITEMS;

/** `FleetsPort` over the fleet's global table: all documents are in one partition, by their names. */
export class DynamoDbFleets implements FleetsPort {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #region: string;

  constructor(client: DynamoDBClient, table: string, region: string) {
    this.#client = client;
    this.#table = table;
    this.#region = region;
  }

  async read(name: string): Promise<StoredFleet | undefined> {
    const { Item } = await named(
      this.#client.send(
        new GetItemCommand({
          TableName: this.#table,
          Key: DOCUMENT.key(name).key,
          ConsistentRead: true,
        }),
      ),
    );
    return Item && fromItem<StoredFleet>(DOCUMENT, Item);
  }

  async list(): Promise<readonly StoredFleet[]> {
    const query = {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :fleets',
      ExpressionAttributeValues: marshall({ ':fleets': FLEETS }),
      ConsistentRead: true,
    };
    const fleets: StoredFleet[] = [];
    const read = async () => {
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
        fleets.push(...Items.map((item) => fromItem(DOCUMENT, item)));
    };
    await named(read());
    return fleets;
  }

  async store(fleet: StoredFleet, after: number): Promise<boolean> {
    const Item = { ...toItem(DOCUMENT, fleet), ...DOCUMENT.key(fleet.name).key };
    const condition =
      after === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :after',
            ExpressionAttributeValues: { ':after': { N: String(after) } },
          };
    try {
      await this.#client.send(new PutItemCommand({ TableName: this.#table, Item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      return named(Promise.reject(error));
    }
  }

  /** The global table has a replica in each region of the fleet. */
  async deployedIn(): Promise<readonly string[]> {
    const { Table } = await named(this.#client.send(new DescribeTableCommand({ TableName: this.#table })));
    const replicas = (Table?.Replicas ?? []).flatMap(({ RegionName }) => RegionName ?? []);
    return [...new Set([this.#region, ...replicas])].sort();
  }
}
