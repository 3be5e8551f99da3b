import { type DynamoDBClient, TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import { FLEET_SCOPE, pauseOf, pausesIn } from '../../domain/operation/pause.ts';
import type { Records, RecordsPort, Subject } from '../../domain/ports/records.ts';
import { named } from '../errors.ts';
import { at } from './conditional-writes.ts';
import type { ItemType, Place, Tables } from './item-type.ts';
import { FLEET_ITEMS, LEASE_ITEMS } from './item-types.ts';
import { fromAnyItem, fromItem, type Item } from './items.ts';
import { toRecord } from './operation-items.ts';

/** The place of a record, and its reader from the items there; undefined is a record that is not there. */
interface RecordType<Kept> {
  readonly places: (subject: Subject) => readonly Place[];
  readonly read: (items: readonly (Item | undefined)[], subject: Subject) => Kept | undefined;
}

/** A record that is one item; there is none for a subject that does not name it. */
const one = <Kept extends object, Of extends string | undefined>(
  type: ItemType<Kept, readonly [string]>,
  of: (subject: Subject) => Of,
): RecordType<Kept> => ({
  places: (subject) => {
    const name = of(subject);
    return name === undefined ? [] : [type.key(name)];
  },
  read: ([item]) => item && fromItem(type, item),
});

const arnOf = ({ arn }: Subject) => arn;
const { lease, claim, pause } = LEASE_ITEMS;
const { operation, cluster, access, memory, left, document } = FLEET_ITEMS;

/** The scopes of a cluster's holds: their items are in this order. */
const scopesOf = ({ arn }: Subject): readonly string[] => [FLEET_SCOPE, arn];

/** The pauses in an item of any form: an item that is not understood holds, too. */
function holdsOf(scope: string, item: Item | undefined) {
  if (!item) return [];
  const { pk: _pk, ...found } = fromAnyItem(item);
  return pausesIn(scope, found);
}

const TYPES: { readonly [Name in keyof Records]: RecordType<NonNullable<Records[Name]>> } = {
  lease: one(lease, arnOf),
  pause: {
    places: (subject) => scopesOf(subject).map(pause.key),
    read: (items, subject) =>
      pauseOf(scopesOf(subject).flatMap((scope, index) => holdsOf(scope, items[index]))),
  },
  claim: one(claim, ({ requestId }) => requestId),
  operation: {
    places: ({ arn, operationId: id }) => (id === undefined ? [] : [operation.key(arn, id)]),
    read: ([item]) => item && toRecord(item),
  },
  registered: one(cluster, arnOf),
  access: one(access, arnOf),
  memory: one(memory, arnOf),
  left: one(left, arnOf),
  fleet: one(document, ({ fleet }) => fleet),
};

/**
 * `RecordsPort` over the region's two tables. A transaction spans both tables, needs no right but GetItem, and
 * answers all or nothing; a batch may leave some of it to be asked for again. Throws `Throttled` where something else
 * is just writing one of the items.
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
    const asked = names.map((name) => ({ name, places: TYPES[name].places(subject) }));
    const items = await this.#items(asked.flatMap(({ places }) => places));
    let from = 0;
    const read = asked.map(({ name, places }) => {
      const found = items.slice(from, from + places.length);
      from += places.length;
      return [name, TYPES[name].read(found, subject)] as const;
    });
    return Object.fromEntries(read) as Pick<Records, Name>;
  }

  async #items(places: readonly Place[]): Promise<readonly (Item | undefined)[]> {
    const TransactItems = places.map((place) => ({ Get: at(this.#tables, place) }));
    const { Responses = [] } = await named(this.#client.send(new TransactGetItemsCommand({ TransactItems })));
    return Responses.map(({ Item }) => Item);
  }
}
