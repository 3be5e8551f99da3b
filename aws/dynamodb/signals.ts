import { type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Signal } from '../../domain/failover/signals.ts';
import type { SignalsPort } from '../../domain/ports/signals.ts';
import { named } from '../errors.ts';
import { FLEET_ITEMS, SIGNALS } from './item-types.ts';
import { fromItem, toItem } from './items.ts';

const { signal: SIGNAL } = FLEET_ITEMS;

/** `SignalsPort` over the fleet's global table: all signals are in one partition, and gone some time after they count. */
export class DynamoDbSignals implements SignalsPort {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #region: string;

  constructor(client: DynamoDBClient, table: string, region: string) {
    this.#client = client;
    this.#table = table;
    this.#region = region;
  }

  async list(): Promise<readonly Signal[]> {
    const query = {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :signals',
      ExpressionAttributeValues: marshall({ ':signals': SIGNALS }),
    };
    const read = async (): Promise<readonly Signal[]> => {
      const found: Signal[] = [];
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
        for (const item of Items) {
          const { expiresAt: _expiresAt, ...signal } = fromItem(SIGNAL, item);
          found.push(signal);
        }
      return found;
    };
    return named(read());
  }

  async record(signal: Signal): Promise<'recorded' | 'older'> {
    const expiresAt = Math.floor(Date.parse(signal.until) / 1000);
    const put = new PutItemCommand({
      TableName: this.#table,
      Item: { ...toItem(SIGNAL, { ...signal, expiresAt }), ...SIGNAL.key(signal.id, this.#region).key },
      ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: marshall({ ':at': signal.at }),
    });
    try {
      await this.#client.send(put);
      return 'recorded';
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'older';
      return named(Promise.reject(error));
    }
  }
}
