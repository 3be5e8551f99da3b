import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { named } from './errors.ts';
import { PAUSE, pauseKey } from './item-keys.ts';

/** What holds changes back, in one region. */
export interface Pause {
  /** `fleet`, or a cluster's ARN. */
  readonly scope: string;
  readonly reason: string;
  readonly pausedBy: string;
  /** ISO 8601. */
  readonly pausedAt: string;
}

/** The pauses in a region's lease table, where every task reads them before it changes anything. */
export class DynamoDbPauses {
  readonly #client: DynamoDBClient;
  readonly #leases: string;

  constructor(client: DynamoDBClient, leases: string) {
    this.#client = client;
    this.#leases = leases;
  }

  /** Pauses a scope; again replaces the reason. */
  async put(pause: Pause): Promise<void> {
    const Item = { ...marshall(pause), ...pauseKey(pause.scope) };
    await named(this.#client.send(new PutItemCommand({ TableName: this.#leases, Item })));
  }

  /** Ends a scope's pause; one that is not there is no error. */
  async remove(scope: string): Promise<void> {
    await named(this.#client.send(new DeleteItemCommand({ TableName: this.#leases, Key: pauseKey(scope) })));
  }

  async list(): Promise<readonly Pause[]> {
    const scan = {
      TableName: this.#leases,
      FilterExpression: 'begins_with(pk, :pause)',
      ExpressionAttributeValues: marshall({ ':pause': PAUSE }),
      ConsistentRead: true,
    };
    const pauses: Pause[] = [];
    const read = async () => {
      for await (const { Items = [] } of paginateScan({ client: this.#client }, scan))
        pauses.push(...Items.map((item) => unmarshall(item) as Pause));
    };
    await named(read());
    return pauses;
  }
}
