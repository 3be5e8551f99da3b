import { sampleDurationMs } from '../../durations.ts';
import { validationError } from '../errors.ts';
import { ItemStore } from '../items/store.ts';
import type { DynamoDbService, DynamoDbState } from '../state.ts';
import type { GlobalTable, Table } from './table.ts';

/**
 * Regions whose tables may be replicas of one strongly consistent global table (developer guide, "How DynamoDB global tables
 * work", MRSC, and the CloudFormation reference of AWS::DynamoDB::GlobalTable, as both stood on 2 December 2026).
 */
const REGION_SETS: readonly (readonly string[])[] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/** DynamoDB's state in another region of the same world. */
export function stateIn(state: DynamoDbState, regionName: string): DynamoDbState {
  if (regionName === state.region.name) return state;
  return (state.region.elsewhere(regionName).service('dynamodb') as DynamoDbService).state;
}

/**
 * Judges whether a table can become a strongly consistent global table in these regions. The rules are the
 * developer guide's ("MRSC"); the texts are ours, since no source gives AWS's: match the code alone.
 */
export function assertStrongReplicas(
  table: Table,
  regions: readonly string[],
  witness: string | undefined,
): void {
  const all = witness ? [...regions, witness] : regions;
  if (regions.length < 2 || all.length !== 3 || new Set(all).size !== 3) {
    throw validationError(
      'A global table with multi-Region strong consistency must have exactly three replicas, or two replicas and one witness',
    );
  }
  if (!REGION_SETS.some((set) => all.every((region) => set.includes(region)))) {
    throw validationError(
      `Replicas and witness of a global table with multi-Region strong consistency must be in one Region set: [${all.join(', ')}]`,
    );
  }
  if (table.indexes.some(({ kind }) => kind === 'local')) {
    throw validationError(
      'Local secondary indexes are not supported on tables with multi-Region strong consistency',
    );
  }
  if (table.timeToLive) {
    throw validationError('Time to Live is not supported on tables with multi-Region strong consistency');
  }
  if ([...table.items.images()].length > 0) {
    throw validationError(
      'Table must be empty to be made a global table with multi-Region strong consistency',
    );
  }
}

/** Settings that each replica has of its own. */
interface ReplicaSettings {
  readonly deletionProtection?: boolean;
  readonly tags?: ReadonlyMap<string, string>;
  readonly tableClass?: string | undefined;
}

/** Makes a table the first replica of a global table. */
export function makeGlobal(
  state: DynamoDbState,
  table: Table,
  consistency: GlobalTable['consistency'],
  witness: string | undefined,
): GlobalTable {
  const global: GlobalTable = { consistency, witness, replicas: new Map() };
  global.replicas.set(state.region.name, { table, status: 'ACTIVE' });
  table.global = global;
  table.items.remembersDeletions = true;
  return global;
}

/**
 * Adds a replica in another region. It holds everything once it is ACTIVE; a strongly consistent one shares
 * the items with the others from the start.
 */
export function addReplica(
  state: DynamoDbState,
  table: Table,
  regionName: string,
  settings: ReplicaSettings = {},
): Promise<void> {
  const { global } = table;
  if (!global) throw new TypeError(`${table.name} is no global table yet`);
  const other = stateIn(state, regionName);
  if (other.tables.has(table.name)) {
    throw validationError(
      `Failed to create a the new replica of table with name: '${table.name}' because one or more replicas already existed as tables.`,
    );
  }
  const replica = replicaTable(other, table, settings);
  other.tables.set(table.name, replica);
  const { kernel, settings: world } = state.region;
  const added = { from: state.region.name, at: kernel.now() };
  global.replicas.set(regionName, { table: replica, status: 'CREATING', added });
  const ms = sampleDurationMs(kernel, 'dynamodb/replica-create', world.durationScale);
  return new Promise((resolve) => {
    kernel.after(ms, () => {
      activate(table, replica, regionName);
      resolve();
    });
  });
}

function activate(table: Table, replica: Table, regionName: string): void {
  const entry = table.global?.replicas.get(regionName);
  if (entry) entry.status = 'ACTIVE';
  replica.status = 'ACTIVE';
  if (table.global?.consistency === 'STRONG') return;
  for (const record of table.items.scan()) {
    const version = record.versions.at(-1);
    if (version) replica.items.merge(record.key, version);
  }
}

function replicaTable(other: DynamoDbState, table: Table, settings: ReplicaSettings): Table {
  const { kernel, settings: world } = other.region;
  const isStrong = table.global?.consistency === 'STRONG';
  const items = isStrong ? table.items : new ItemStore(table.keys, kernel, world.durationScale);
  items.remembersDeletions = true;
  return {
    ...table,
    arn: other.region.arn('dynamodb', `table/${table.name}`),
    id: kernel.random('dynamodb/table-ids').uuid(),
    createdAt: kernel.now(),
    status: 'CREATING',
    indexes: table.indexes.map((index) => ({ ...index })),
    items,
    deletionProtection: settings.deletionProtection ?? false,
    tags: new Map(settings.tags),
    tableClass: settings.tableClass ?? table.tableClass,
    pointInTimeRecovery: undefined,
    counted: { at: kernel.now(), items: 0, bytes: 0 },
  };
}

const DAY_MS = 86_400_000;

/**
 * A replica stays for 24 hours after others were added from it, while one of those is there (GlobalTables guide, "Best
 * practices": "You must wait 24 hours from the time you add a read replica to successfully delete a source table").
 */
export function assertNoSource(state: DynamoDbState, table: Table, regionName: string): void {
  const since = state.region.kernel.now() - DAY_MS;
  const isSource = [...(table.global?.replicas.values() ?? [])].some(
    ({ added }) => added?.from === regionName && added.at > since,
  );
  if (!isSource) return;
  throw validationError(
    'Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.',
  );
}

/** Removes the replica of another region; its table goes with it. */
export function removeReplica(state: DynamoDbState, table: Table, regionName: string): Promise<void> {
  const entry = table.global?.replicas.get(regionName);
  if (!entry) {
    throw validationError(
      `Update global table operation failed because one or more replicas were not part of the global table.`,
    );
  }
  if (entry.table.deletionProtection) {
    throw validationError(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  assertNoSource(state, table, regionName);
  entry.status = 'DELETING';
  entry.table.status = 'DELETING';
  const other = stateIn(state, regionName);
  const { kernel, settings } = state.region;
  const ms = sampleDurationMs(kernel, 'dynamodb/table-delete', settings.durationScale);
  return new Promise((resolve) => {
    kernel.after(ms, () => {
      other.tables.delete(table.name);
      table.global?.replicas.delete(regionName);
      if (table.global?.replicas.size === 1 && !table.global.witness) table.global = undefined;
      resolve();
    });
  });
}
