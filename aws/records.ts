import { type DynamoDBClient, TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import { FLEET_SCOPE, holdsIn, pauseOf } from '../domain/operation/pause.ts';
import type { Records, RecordsPort, Subject } from '../domain/ports/records.ts';
import { named } from './errors.ts';
import {
  accessKey,
  claimKey,
  clusterKey,
  documentKey,
  type ItemKey,
  leaseKey,
  leftKey,
  memoryKey,
  operationKey,
  pauseKey,
  type Tables,
} from './item-keys.ts';
import { fromAnyItem, fromItem } from './items.ts';

type Place = readonly [table: keyof Tables, key: ItemKey];

const where = <Of>(of: Of | undefined, place: (of: Of) => Place): readonly Place[] =>
  of === undefined ? [] : [place(of)];

/** The scopes of a cluster's holds: their items are in this order. */
const scopesOf = (arn: string): readonly string[] => [FLEET_SCOPE, arn];

/** Where each record is; a pause is of several items. */
const PLACES: Readonly<Record<keyof Records, (subject: Subject) => readonly Place[]>> = {
  lease: ({ arn }) => [['leases', leaseKey(arn)]],
  pause: ({ arn }) => scopesOf(arn).map((scope) => ['leases', pauseKey(scope)]),
  claim: ({ requestId }) => where(requestId, (id) => ['leases', claimKey(id)]),
  operation: ({ arn, operationId }) => where(operationId, (id) => ['fleet', operationKey(arn, id)]),
  registered: ({ arn }) => [['fleet', clusterKey(arn)]],
  access: ({ arn }) => [['fleet', accessKey(arn)]],
  memory: ({ arn }) => [['fleet', memoryKey(arn)]],
  left: ({ arn }) => [['fleet', leftKey(arn)]],
  fleet: ({ fleet }) => where(fleet, (name) => ['fleet', documentKey(name)]),
};

type Found = Readonly<Record<string, unknown>> | undefined;

const pauseIn = (arn: string, items: readonly Found[]) =>
  pauseOf(scopesOf(arn).flatMap((scope, index) => (items[index] ? holdsIn(scope, items[index]) : [])));

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
    const items = await this.#items(asked);
    const recordOf = (name: Name) => {
      const found = items.filter((_, index) => asked[index]?.name === name);
      return name === 'pause' ? pauseIn(subject.arn, found) : found[0];
    };
    return Object.fromEntries(names.map((name) => [name, recordOf(name)])) as Pick<Records, Name>;
  }

  async #items(asked: readonly { readonly name: keyof Records; readonly place: Place }[]) {
    const TransactItems = asked.map(({ place: [table, Key] }) => ({
      Get: { TableName: this.#tables[table], Key },
    }));
    const { Responses = [] } = await named(this.#client.send(new TransactGetItemsCommand({ TransactItems })));
    return Responses.map(({ Item }, index): Found => {
      if (!Item) return undefined;
      const {
        pk: _pk,
        sk: _sk,
        ...item
      } = asked[index]?.name === 'pause' ? fromAnyItem(Item) : fromItem(Item);
      return item;
    });
  }
}
