import type { ModelledOperation } from '../../modelled-members.ts';
import { validationError } from '../errors.ts';
import { parseRequestExpressions } from '../expressions/request-expressions.ts';
import type { Item } from '../items/attribute-value.ts';
import { compareBy, keyText } from '../items/key-schema.ts';
import { projectionPaths, refuseOlderMembers } from '../items/operations.ts';
import { assertScalarKeys, pathsOf } from '../items/scalar-keys.ts';
import { hashOrder } from '../items/store.ts';
import type { DynamoDbState } from '../state.ts';
import {
  assertReadConstraints,
  assertSelect,
  type Entry,
  entryOf,
  READ_MEMBERS,
  type ReadInput,
  readPage,
  type Source,
  sourceOf,
} from './reading.ts';
import { assertStartKey, startKeyOf } from './start-key.ts';

interface ScanInput extends ReadInput {
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

const SEGMENTS_MAX = 1_000_000;

export function scanOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    Scan: {
      members: [...READ_MEMBERS, 'Segment', 'TotalSegments', 'ScanFilter'],
      run: (input: ScanInput) => scan(state, input),
    },
  };
}

function assertSegments({ Segment, TotalSegments }: ScanInput): void {
  if (Segment !== undefined && TotalSegments === undefined) {
    throw validationError(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (TotalSegments === undefined) return;
  if (Segment === undefined) {
    throw validationError(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (Segment >= TotalSegments) {
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
}

function scan(state: DynamoDbState, input: ScanInput): unknown {
  assertReadConstraints(input, (constraints) => {
    constraints.atLeast('segment', input.Segment, 0);
    constraints.atLeast('totalSegments', input.TotalSegments, 1);
    constraints.atMost('totalSegments', input.TotalSegments, SEGMENTS_MAX);
  });
  assertSegments(input);
  const expressions = parseRequestExpressions(
    input,
    ['ProjectionExpression', 'FilterExpression'],
    ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
  );
  assertSelect(input);
  refuseOlderMembers(state, 'Scan', input, ['ScanFilter', 'ConditionalOperator']);
  const start = startKeyOf(input.ExclusiveStartKey);
  const paths = projectionPaths(expressions.projection, input.AttributesToGet);
  const source = sourceOf(state, input, paths);
  if (start) assertStart(source, start, input);
  assertScalarKeys(source.table, paths);
  assertScalarKeys(source.table, expressions.filter && pathsOf(expressions.filter));
  return readPage(source, entriesOf(source, input, start), input, { filter: expressions.filter, paths });
}

function assertStart(source: Source, start: Item, { Segment, TotalSegments }: ScanInput): void {
  assertStartKey(source, start, 'Scan');
  if (TotalSegments === undefined || segmentOf(source, start, TotalSegments) === Segment) return;
  throw validationError(
    `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${TotalSegments} Segment: ${Segment}`,
  );
}

/** The hash of the item's partition key in the source. */
function hashOf({ table, index }: Source, item: Item): string {
  return hashOrder(keyText(item, index?.keys.hash ?? table.keys.hash) ?? '');
}

/** The place of an item in a scan: by the hash of its partition key, then by its other keys. */
interface Position {
  readonly hash: string;
  readonly item: Item;
}

/** A table's own records know their hashes. */
const positionOf = (source: Source, { record, whole }: Entry): Position => ({
  hash: source.index ? hashOf(source, whole) : record.order,
  item: whole,
});

function comparePositions({ table, index }: Source, left: Position, right: Position): number {
  if (left.hash !== right.hash) return left.hash < right.hash ? -1 : 1;
  return compareBy([...(index?.keys.range ?? []), ...table.keys.all], left.item, right.item);
}

/** A segment is a part of the range of hashes. */
function segmentOf(source: Source, item: Item, totalSegments: number): number {
  const hash = Number.parseInt(hashOf(source, item).slice(0, 8), 16);
  return Math.floor((hash / 2 ** 32) * totalSegments);
}

function entriesOf(source: Source, input: ScanInput, start: Item | undefined): Iterable<Entry> {
  const entries = entriesFrom(source, input, start);
  // An index keeps an order of its own.
  if (!source.index) return entries;
  return [...entries]
    .map((entry) => ({ entry, position: positionOf(source, entry) }))
    .sort((a, b) => comparePositions(source, a.position, b.position))
    .map(({ entry }) => entry);
}

function* entriesFrom(source: Source, input: ScanInput, start: Item | undefined): Generator<Entry> {
  const { Segment, TotalSegments } = input;
  const { items } = source.table;
  const after = start && { hash: hashOf(source, start), item: start };
  for (const record of source.index ? items.recordsHaving(source.index.keys.hash) : items.scan()) {
    const entry = entryOf(source, record);
    if (!entry) continue;
    if (TotalSegments !== undefined && segmentOf(source, entry.whole, TotalSegments) !== Segment) continue;
    if (after && comparePositions(source, positionOf(source, entry), after) <= 0) continue;
    yield entry;
  }
}
