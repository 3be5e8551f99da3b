import { type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { FleetUpgradesPort } from '../../domain/ports/fleet-upgrades.ts';
import type { FleetUpgrade } from '../../domain/waves/record.ts';
import { named } from '../errors.ts';
import { unlessRefused } from './conditional-writes.ts';
import { FLEET_ITEMS, FLEET_UPGRADES } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const { fleetUpgrade: UPGRADE } = FLEET_ITEMS;

/** `FleetUpgradesPort` over the fleet's global table: all in one partition, an item for each epoch. */
export class DynamoDbFleetUpgrades implements FleetUpgradesPort {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(id: string): Promise<FleetUpgrade | undefined> {
    const found = await this.#query('pk = :pk AND begins_with(sk, :id)', { ':id': `${id}#` });
    return found.toSorted((one, other) => other.epoch - one.epoch)[0];
  }

  async list(): Promise<readonly FleetUpgrade[]> {
    const newest = new Map<string, FleetUpgrade>();
    for (const one of await this.#query('pk = :pk', {})) {
      if (one.epoch > (newest.get(one.id)?.epoch ?? 0)) newest.set(one.id, one);
    }
    return [...newest.values()].sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
  }

  async store(upgrade: FleetUpgrade): Promise<boolean> {
    const { id, epoch, revision } = upgrade;
    const Item = { ...toItem(UPGRADE, { revision, upgrade }), ...UPGRADE.key(id, String(epoch)).key };
    const condition =
      revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: marshall({ ':before': revision - 1 }),
          };
    return unlessRefused(
      this.#client.send(new PutItemCommand({ TableName: this.#table, Item, ...condition })),
    );
  }

  async #query(
    condition: string,
    values: Readonly<Record<string, string>>,
  ): Promise<readonly FleetUpgrade[]> {
    const query = {
      TableName: this.#table,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: marshall({ ':pk': FLEET_UPGRADES, ...values }),
      ConsistentRead: true,
    };
    const found: FleetUpgrade[] = [];
    const read = async () => {
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
        found.push(
          ...Items.map(
            (item) => fromItem<{ revision: number; upgrade: FleetUpgrade }>(UPGRADE, item).upgrade,
          ),
        );
    };
    await named(read());
    return found;
  }
}
