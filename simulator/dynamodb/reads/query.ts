import { type ModelledOperation, refuseUnmodelled } from '../../modelled-members.ts';
import { invalidParameter, validationError } from '../errors.ts';
import type { KeyCondition } from '../expressions/key-condition.ts';
import { parseRequestExpressions } from '../expressions/request-expressions.ts';
import { checkedValue } from '../items/attribute-validation.ts';
import { type AttributeValue, areEqual, compareValues, type Item, typeOf } from '../items/attribute-value.ts';
import { assertNotEmptyKey, compareBy, type KeyNames } from '../items/key-schema.ts';
import { projectionPaths, refuseOlderMembers } from '../items/operations.ts';
import { assertScalarKeys, pathsOf } from '../items/scalar-keys.ts';
import type { DynamoDbState } from '../state.ts';
import {
  assertNoKeyInFilter,
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

interface OlderCondition {
  readonly ComparisonOperator: string;
  readonly AttributeValueList?: readonly AttributeValue[];
}

interface QueryInput extends ReadInput {
  readonly ScanIndexForward?: boolean;
  readonly KeyConditions?: Readonly<Record<string, OlderCondition>>;
}

const OLDER_OPERATORS: Readonly<Record<string, KeyCondition['operator']>> = {
  EQ: '=',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
  BETWEEN: 'BETWEEN',
  BEGINS_WITH: 'begins_with',
};

export function queryOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    Query: {
      members: [
        ...READ_MEMBERS,
        'KeyConditionExpression',
        'ScanIndexForward',
        'KeyConditions',
        'QueryFilter',
      ],
      run: (input: QueryInput) => query(state, input),
    },
  };
}

function query(state: DynamoDbState, input: QueryInput): unknown {
  assertReadConstraints(input);
  const expressions = parseRequestExpressions(
    input,
    ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
    ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
  );
  assertSelect(input);
  refuseOlderMembers(state, 'Query', input, ['QueryFilter', 'ConditionalOperator']);
  const conditions = expressions.keyConditions ?? olderKeyConditions(state, input.KeyConditions);
  if (!conditions) {
    throw validationError(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const start = startKeyOf(input.ExclusiveStartKey);
  const paths = projectionPaths(expressions.projection, input.AttributesToGet);
  const source = sourceOf(state, input, paths);
  const keys = source.index?.keys ?? source.table.keys;
  assertSelectsByKey(source, keys, conditions);
  assertScalarKeys(source.table, paths);
  assertNoKeyInFilter(expressions.filter, keys.all);
  assertScalarKeys(source.table, expressions.filter && pathsOf(expressions.filter));
  const entries = sortedEntries(source, keys, conditions, input.ScanIndexForward ?? true);
  const from = start
    ? entriesAfter(source, entries, start, conditions, input.ScanIndexForward ?? true)
    : entries;
  return readPage(source, from, input, { filter: expressions.filter, paths });
}

function olderKeyConditions(
  state: DynamoDbState,
  given: QueryInput['KeyConditions'],
): readonly KeyCondition[] | undefined {
  if (!given) return undefined;
  return Object.entries(given).map(([attribute, { ComparisonOperator, AttributeValueList = [] }]) => {
    const operator = OLDER_OPERATORS[ComparisonOperator];
    if (!operator)
      refuseUnmodelled(state.region.kernel, `${ComparisonOperator} in KeyConditions of dynamodb:Query`);
    const count = operator === 'BETWEEN' ? 2 : 1;
    if (AttributeValueList.length !== count) {
      throw invalidParameter(
        `Invalid number of argument(s) for the ${ComparisonOperator} ComparisonOperator`,
      );
    }
    return { attribute, operator, values: AttributeValueList.map((value) => checkedValue(value, 'nested')) };
  });
}

/**
 * All hash keys must be named and equal; range keys follow from the left, the last of them with any operator
 * ("Key condition expressions", and "Multi-attribute keys" for indexes with several).
 */
function assertSelectsByKey(source: Source, keys: KeyNames, conditions: readonly KeyCondition[]): void {
  const named = new Map(conditions.map((condition) => [condition.attribute, condition]));
  const unsupported = (): Error => validationError('Query key condition not supported');
  const conditionOn = (name: string): KeyCondition => {
    const condition = named.get(name);
    if (!condition) throw validationError(`Query condition missed key schema element: ${name}`);
    const type = source.table.attributeTypes.get(name);
    if (condition.values.some((value) => typeOf(value) !== type)) {
      throw invalidParameter('Condition parameter type does not match schema type');
    }
    for (const value of condition.values) assertNotEmptyKey(name, value);
    return condition;
  };
  const rangeCount = conditions.length - keys.hash.length;
  if (rangeCount > keys.range.length) {
    throw conditions.length > 2 ? validationError('Conditions can be of length 1 or 2 only') : unsupported();
  }
  for (const name of keys.hash) if (conditionOn(name).operator !== '=') throw unsupported();
  for (const [position, name] of keys.range.slice(0, Math.max(0, rangeCount)).entries()) {
    if (conditionOn(name).operator !== '=' && position < rangeCount - 1) throw unsupported();
  }
}

function meets(item: Item, { attribute, operator, values }: KeyCondition): boolean {
  const value = item[attribute];
  const [first, second] = values;
  if (!value || !first) return false;
  if (operator === '=') return areEqual(value, first);
  if (operator === 'begins_with') {
    return value.S !== undefined
      ? value.S.startsWith(first.S ?? '')
      : Buffer.from(value.B ?? [])
          .subarray(0, first.B?.length ?? 0)
          .equals(first.B ?? Buffer.alloc(0));
  }
  const order = compareValues(value, first) ?? 0;
  if (operator === 'BETWEEN')
    return order >= 0 && second !== undefined && (compareValues(value, second) ?? 1) <= 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function sortedEntries(
  source: Source,
  keys: KeyNames,
  conditions: readonly KeyCondition[],
  isForward: boolean,
): readonly Entry[] {
  const key = Object.fromEntries(
    conditions.map(({ attribute, values }) => [attribute, values[0] as AttributeValue]),
  );
  const { items } = source.table;
  const records = source.index?.kind === 'global' ? items.recordsWith(keys.hash, key) : items.partition(key);
  const entries: Entry[] = [];
  for (const record of records) {
    const entry = entryOf(source, record);
    if (entry && conditions.every((condition) => meets(entry.whole, condition))) entries.push(entry);
  }
  const names = [...keys.range, ...source.table.keys.all];
  // A table's own records are sorted already.
  if (source.index) entries.sort((a, b) => compareBy(names, a.whole, b.whole));
  return isForward ? entries : entries.reverse();
}

function entriesAfter(
  source: Source,
  entries: readonly Entry[],
  start: Item,
  conditions: readonly KeyCondition[],
  isForward: boolean,
): readonly Entry[] {
  assertStartKey(source, start, 'Query');
  if (!conditions.every((condition) => condition.operator !== '=' || meets(start, condition))) {
    throw validationError(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  const range = source.index?.keys.range ?? source.table.keys.range;
  const names = [...range, ...source.table.keys.all];
  return entries.filter((entry) => {
    const order = compareBy(names, entry.whole, start);
    return isForward ? order > 0 : order < 0;
  });
}
