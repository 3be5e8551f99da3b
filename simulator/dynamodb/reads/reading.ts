import { type CapacityInput, unitsOf } from '../capacity.ts';
import { assertConstraints, type Constraints } from '../constraints.ts';
import { invalidParameter, validationError } from '../errors.ts';
import type { Condition } from '../expressions/condition.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { Path } from '../expressions/placeholders.ts';
import { project } from '../expressions/projection.ts';
import type { ExpressionInput } from '../expressions/request-expressions.ts';
import type { Item } from '../items/attribute-value.ts';
import { keyOf } from '../items/key-schema.ts';
import type { ItemRecord } from '../items/record.ts';
import { pathsOf } from '../items/scalar-keys.ts';
import { itemSize } from '../items/size.ts';
import type { ReadMode } from '../items/store.ts';
import { type DynamoDbState, indexOf, readableTable, usableTable } from '../state.ts';
import { indexedAttributes, readMode, type SecondaryIndex, type Table } from '../tables/table.ts';

export type Select = 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'SPECIFIC_ATTRIBUTES' | 'COUNT';

/** Members that Query and Scan share. */
export interface ReadInput extends ExpressionInput, CapacityInput {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly Select?: Select;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly AttributesToGet?: readonly string[];
}

export const READ_MEMBERS = [
  'TableName',
  'IndexName',
  'ConsistentRead',
  'Select',
  'Limit',
  'ExclusiveStartKey',
  'FilterExpression',
  'ProjectionExpression',
  'AttributesToGet',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnConsumedCapacity',
  'ConditionalOperator',
];

const PAGE_BYTES_MAX = 1024 * 1024;
const SELECTS = ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'];

/** A table or one of its indexes, as Query and Scan read it. */
export interface Source {
  readonly table: Table;
  readonly index: SecondaryIndex | undefined;
  readonly mode: ReadMode;
  /** The attributes that say where an item stands: the index's keys, then the table's. */
  readonly positionNames: readonly string[];
}

/** An item as the source holds it. */
export interface Entry {
  readonly record: ItemRecord;
  /** All attributes of the item. */
  readonly whole: Item;
  /** The attributes that the source has. */
  readonly image: Item;
}

/** Constraints of both operations, and those that one of them has beside them. */
export function assertReadConstraints(
  input: ReadInput,
  more: (constraints: Constraints) => void = () => undefined,
): void {
  assertConstraints((constraints) => {
    constraints.consumedCapacity(input.ReturnConsumedCapacity);
    constraints.tableName(input.TableName);
    constraints.oneOf('select', input.Select, SELECTS);
    constraints.atLeast('limit', input.Limit, 1);
    constraints.length('indexName', input.IndexName, 3, 255);
    constraints.pattern('indexName', input.IndexName, '[a-zA-Z0-9_.-]+');
    more(constraints);
  });
}

/** Refuses a Select that does not suit the projection or the index; the texts are AWS's (recorded). */
export function assertSelect(input: ReadInput): void {
  const { Select } = input;
  const given =
    input.ProjectionExpression !== undefined
      ? 'ProjectionExpression'
      : input.AttributesToGet && 'AttributesToGet';
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && !input.IndexName) {
    throw validationError('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (Select === 'SPECIFIC_ATTRIBUTES' && !given) {
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select && Select !== 'SPECIFIC_ATTRIBUTES' && given) {
    const what = Select === 'COUNT' ? 'only the Count' : Select;
    throw validationError(`Cannot specify the ${given} when choosing to get ${what}`);
  }
}

/** The table or index that a request reads; refuses attributes that a global index does not have. */
export function sourceOf(state: DynamoDbState, input: ReadInput, paths: readonly Path[] | undefined): Source {
  const table = usableTable(state, input.TableName);
  const index = input.IndexName === undefined ? undefined : indexOf(table, input.IndexName);
  if (index?.kind === 'global') {
    if (input.ConsistentRead)
      throw validationError('Consistent reads are not supported on global secondary indexes');
    assertProjected(table, index, input.Select, paths);
  }
  const tableNames = table.keys.all;
  return {
    table: readableTable(state, table, input.ConsistentRead),
    index,
    mode: index?.kind === 'global' ? 'index' : readMode(input.ConsistentRead),
    positionNames: index ? [...new Set([...index.keys.all, ...tableNames])] : tableNames,
  };
}

function assertProjected(
  table: Table,
  index: SecondaryIndex,
  select: Select | undefined,
  paths: readonly Path[] | undefined,
): void {
  const { ProjectionType, NonKeyAttributes = [] } = index.projection;
  if (ProjectionType === 'ALL') return;
  if (select === 'ALL_ATTRIBUTES') {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  const held = [...index.keys.all, ...table.keys.all, ...NonKeyAttributes];
  const missing = [...new Set((paths ?? []).map(([name]) => String(name)))].filter(
    (name) => !held.includes(name),
  );
  if (missing.length > 0) {
    throw invalidParameter(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`);
  }
}

/** The record's item in the source; undefined where it is not in it. */
export function entryOf(source: Source, record: ItemRecord): Entry | undefined {
  const whole = source.table.items.image(record, source.mode);
  if (!whole) return undefined;
  const image = source.index ? indexedAttributes(source.table, source.index, whole) : whole;
  return image && { record, whole, image };
}

/** A query's filter may not name the keys that the query selects by; a scan's may. */
export function assertNoKeyInFilter(filter: Condition | undefined, keyNames: readonly string[]): void {
  const names = filter ? pathsOf(filter).map(([first]) => String(first)) : [];
  const name = names.find((each) => keyNames.includes(each));
  if (name) {
    throw validationError(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
    );
  }
}

interface PageRequest {
  readonly filter: Condition | undefined;
  readonly paths: readonly Path[] | undefined;
}

/** Reads entries in order until the limit or 1 MB is reached, then filters and projects them. */
export function readPage(
  source: Source,
  entries: Iterable<Entry>,
  input: ReadInput,
  request: PageRequest,
): unknown {
  const limit = input.Limit ?? Number.POSITIVE_INFINITY;
  const items: Item[] = [];
  let scanned = 0;
  let count = 0;
  let bytes = 0;
  let last: Entry | undefined;
  let isCutOff = false;
  for (const entry of entries) {
    const size = itemSize(entry.image);
    if (scanned === limit || (scanned > 0 && bytes + size > PAGE_BYTES_MAX)) {
      isCutOff = true;
      break;
    }
    scanned++;
    bytes += size;
    last = entry;
    if (request.filter && !evaluate(request.filter, visible(source, entry))) continue;
    count++;
    if (input.Select !== 'COUNT') items.push(selected(source, entry, input, request.paths));
  }
  const units = unitsOf(bytes, { kind: 'read', consistent: source.mode === 'strong' });
  return {
    ...(input.Select !== 'COUNT' && { Items: items }),
    Count: count,
    ScannedCount: scanned,
    // A page that ends at its limit names its end, even where nothing follows ("Paginating the results").
    ...((isCutOff || scanned === limit) &&
      last && { LastEvaluatedKey: keyOf(last.whole, source.positionNames) }),
    ...pageCapacity(input, source.table, units),
  };
}

function pageCapacity(input: CapacityInput, table: Table, units: number): Record<string, unknown> {
  if (!input.ReturnConsumedCapacity || input.ReturnConsumedCapacity === 'NONE') return {};
  const byPart = input.ReturnConsumedCapacity === 'INDEXES' ? { Table: { CapacityUnits: units } } : {};
  return { ConsumedCapacity: { TableName: table.name, CapacityUnits: units, ...byPart } };
}

/** A local index fetches attributes from its table that it does not hold itself; a global one cannot. */
function visible(source: Source, entry: Entry): Item {
  return source.index?.kind === 'local' ? entry.whole : entry.image;
}

function selected(source: Source, entry: Entry, input: ReadInput, paths: readonly Path[] | undefined): Item {
  if (paths) return project(visible(source, entry), paths);
  return input.Select === 'ALL_ATTRIBUTES' ? visible(source, entry) : entry.image;
}
