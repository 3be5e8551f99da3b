import type { Item } from '../items/attribute-value.ts';
import type { AttributeTypes, KeyNames, KeySchemaElement } from '../items/key-schema.ts';
import type { ItemStore, ReadMode } from '../items/store.ts';

export type TableStatus = 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE';

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface Projection {
  readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly NonKeyAttributes?: readonly string[];
}

export interface SecondaryIndex {
  readonly kind: 'global' | 'local';
  readonly name: string;
  readonly schema: readonly KeySchemaElement[];
  readonly keys: KeyNames;
  readonly projection: Projection;
  status: 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE';
  throughput: Throughput | undefined;
}

export interface TimeToLive {
  readonly attribute: string;
}

/** A replica, by its region. */
interface Replica {
  readonly table: Table;
  /** The region that it was added from, and when; the first has none. */
  readonly added?: { readonly from: string; readonly at: number };
  status: 'CREATING' | 'ACTIVE' | 'DELETING';
}

/** State that all replicas of a global table share: one object for all regions. */
export interface GlobalTable {
  readonly consistency: 'EVENTUAL' | 'STRONG';
  readonly replicas: Map<string, Replica>;
  readonly witness: string | undefined;
}

/** A table in one region; a replica of a global table is one too. */
export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  status: TableStatus;
  readonly schema: readonly KeySchemaElement[];
  readonly keys: KeyNames;
  attributeTypes: AttributeTypes;
  indexes: readonly SecondaryIndex[];
  items: ItemStore;
  /** The items of a strongly consistent replica as it had them when it was cut off from the others, while it is. */
  isolatedItems?: ItemStore | undefined;
  billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST';
  onDemandSince: number | undefined;
  throughput: Throughput;
  tableClass: string | undefined;
  deletionProtection: boolean;
  sse: Readonly<Record<string, unknown>> | undefined;
  stream: { readonly view: string; readonly label: string } | undefined;
  timeToLive: TimeToLive | undefined;
  timeToLiveChangedAt: number | undefined;
  pointInTimeRecovery: { readonly since: number; readonly days: number } | undefined;
  tags: Map<string, string>;
  /** ItemCount and TableSizeBytes are brought up to date about every six hours. */
  counted: { readonly at: number; readonly items: number; readonly bytes: number };
  global: GlobalTable | undefined;
}

/** Attributes that an index holds of an item; undefined where the item is not in the index. */
export function indexedAttributes(table: Table, index: SecondaryIndex, image: Item): Item | undefined {
  const names = index.keys.all;
  if (names.some((name) => !image[name])) return undefined;
  if (index.projection.ProjectionType === 'ALL') return image;
  const kept = new Set([...names, ...table.keys.all, ...(index.projection.NonKeyAttributes ?? [])]);
  return Object.fromEntries(Object.entries(image).filter(([name]) => kept.has(name)));
}

export function readMode(consistent: boolean | undefined): ReadMode {
  return consistent ? 'strong' : 'eventual';
}

/** The table itself, or all replicas of the global table that it belongs to. */
export function tablesOfAllReplicas(table: Table): readonly Table[] {
  return table.global ? [...table.global.replicas.values()].map((replica) => replica.table) : [table];
}
