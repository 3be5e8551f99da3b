import { type DynamoDBClient, TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Records, RecordsPort, Subject } from '../domain/ports/records.ts';
import { named } from './errors.ts';
import {
  accessKey,
  claimKey,
  clusterKey,
  documentKey,
  FLEET_SCOPE,
  type ItemKey,
  leaseKey,
  leftKey,
  memoryKey,
  operationKey,
  pauseKey,
  type Tables,
} from './item-keys.ts';
import { fromItem } from './items.ts';

type Place = readonly [table: keyof Tables, key: ItemKey];

const where = <Of>(of: Of | undefined, place: (of: Of) => Place): readonly Place[] =>
  of === undefined ? [] : [place(of)];

/** Where each record may be: the first item that is there is the record. */
const PLACES: Readonly<Record<keyof Records, (subject: Subject) => readonly Place[]>> = {
  lease: ({ arn }) => [['leases', leaseKey(arn)]],
  pause: ({ arn }) => [FLEET_SCOPE, arn].map((scope) => ['leases', pauseKey(scope)]),
  claim: ({ requestId }) => where(requestId, (id) => ['leases', claimKey(id)]),
  operation: ({ arn, operationId }) => where(operationId, (id) => ['fleet', operationKey(arn, id)]),
  registered: ({ arn }) => [['fleet', clusterKey(arn)]],
  access: ({ arn }) => [['fleet', accessKey(arn)]],
  memory: ({ arn }) => [['fleet', memoryKey(arn)]],
  left: ({ arn }) => [['fleet', leftKey(arn)]],
  fleet: ({ fleet }) => where(fleet, (name) => ['fleet', documentKey(name)]),
};

/**
 * `RecordsPort` over the region's two tables. A transaction spans both, needs no more than GetItem of a role, and
 * answers all or nothing, where a batch may leave some of it to be asked for again. Where something else is just writing
 * one of the items it throws `Throttled`.
 */
export class DynamoDbRecords implements RecordsPort {
  readonly #client: DynamoDBClient;
  readonly #tables: Tables;

  constructor(client: DynamoDBClient, tables: Tables) {
    this.#client = client;
    this.#tables = tables;
  }

  async read<Name extends keyof Records>(
    subject: Subject,
    names: readonly Name[],
  ): Promise<Pick<Records, Name>> {
    const asked = names.flatMap((name) => PLACES[name](subject).map((place) => ({ name, place })));
    const items = await this.#items(asked.map(({ place }) => place));
    const recordOf = (name: Name) => items.find((item, index) => item && asked[index]?.name === name);
    return Object.fromEntries(names.map((name) => [name, recordOf(name)])) as Pick<Records, Name>;
  }

  async #items(places: readonly Place[]): Promise<readonly (Record<string, unknown> | undefined)[]> {
    const TransactItems = places.map(([table, Key]) => ({ Get: { TableName: this.#tables[table], Key } }));
    const { Responses = [] } = await named(this.#client.send(new TransactGetItemsCommand({ TransactItems })));
    return Responses.map(({ Item }) => {
      if (!Item) return undefined;
      const { pk: _pk, sk: _sk, ...item } = fromItem(Item);
      return item;
    });
  }
}
