import type { CallFacts } from '../../../simulator/fault.ts';
import type { Checker } from '../checker.ts';

type Key = Readonly<Record<string, { readonly S?: string }>>;
interface Write {
  readonly TableName?: string;
  readonly Key?: Key;
  readonly Item?: Key;
}

/** The global table of a stage; the lease tables, whose names are longer, are each region's own. */
const GLOBAL = /^eks-fleet-[a-z][a-z0-9]*$/;
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** Types of items that more than one region may write, each with its reason. There are none so far. */
export const WRITTEN_BY_MANY: readonly { readonly keys: RegExp; readonly why: string }[] = [];

function writesOf({ operation, input }: CallFacts): readonly Write[] {
  if (WRITES.has(operation)) return [input as Write];
  if (operation === 'TransactWriteItems') {
    const items = (input.TransactItems ?? []) as readonly Readonly<Record<string, Write>>[];
    return items.flatMap(({ ConditionCheck: _looked, ...writes }) => Object.values(writes));
  }
  if (operation !== 'BatchWriteItem') return [];
  const tables = (input.RequestItems ?? {}) as Readonly<
    Record<string, readonly Readonly<Record<string, Write>>[]>
  >;
  return Object.entries(tables).flatMap(([TableName, writes]) =>
    writes.flatMap((write) => Object.values(write).map((one) => ({ ...one, TableName }))),
  );
}

/**
 * Each item of the global table is written by one region. Replicas keep the last writer's value ("last writer wins",
 * DynamoDB guide, "Global tables: how it works"), so that the value of one of two writers would be lost without a
 * trace.
 */
export class OneRegionChecker implements Checker {
  readonly checked = ['each item of the global table is written by one region'];
  /** The region that has written an item, by table and key. */
  readonly #writers = new Map<string, string>();
  readonly #violations = new Set<string>();

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done' || call.service !== 'dynamodb' || call.functionName === undefined) return;
    for (const { TableName = '', Key, Item } of writesOf(call)) {
      if (!GLOBAL.test(TableName)) continue;
      const at = Key ?? Item;
      const name = `${at?.pk?.S} ${at?.sk?.S}`;
      if (WRITTEN_BY_MANY.some(({ keys }) => keys.test(name))) continue;
      const key = `${TableName} ${name}`;
      const writer = this.#writers.get(key);
      if (writer === undefined) this.#writers.set(key, call.region);
      else if (writer !== call.region)
        this.#violations.add(
          `${call.functionName} of ${call.region} wrote the item ${name}, which is ${writer}'s`,
        );
    }
  }
}
