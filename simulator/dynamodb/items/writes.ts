import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import { invalidParameter } from '../errors.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import { evaluate } from '../expressions/evaluate.ts';
import {
  type ExpressionInput,
  parseRequestExpressions,
  type RequestExpressions,
} from '../expressions/request-expressions.ts';
import { assertReachesQuorum, type DynamoDbState } from '../state.ts';
import type { Table } from '../tables/table.ts';
import { timeToLiveDeletion } from '../tables/time-to-live.ts';
import { checkedItem } from './attribute-validation.ts';
import { type AttributeValue, copyItem, type Item } from './attribute-value.ts';
import { assertIndexKeys, assertItemKeys, assertKey, keyOf } from './key-schema.ts';
import { assertScalarKeys } from './scalar-keys.ts';
import { assertItemSize } from './size.ts';
import { assertIndexKeyTypes, assertUpdatedIndexKeys } from './updated-index-keys.ts';

export interface WriteInput extends ExpressionInput {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write whose request was checked as far as that is possible without its table. */
export interface PreparedWrite {
  readonly kind: WriteKind;
  readonly tableName: string;
  /** The item that is put, or the key of the one that is changed. */
  readonly given: Record<string, AttributeValue>;
  readonly expressions: RequestExpressions;
  readonly returnOnFailure: boolean;
}

/** A write that its condition allows; nothing is changed yet. */
export interface JudgedWrite {
  readonly table: Table;
  readonly key: Item;
  readonly before: Item | undefined;
  /** Undefined where the item is deleted. */
  readonly after: Item | undefined;
}

const NON_EXPRESSIONS: Readonly<Record<WriteKind, readonly string[]>> = {
  Put: ['Expected', 'ConditionalOperator'],
  Update: ['AttributeUpdates', 'Expected', 'ConditionalOperator'],
  Delete: ['Expected', 'ConditionalOperator'],
  ConditionCheck: [],
};

const UPDATE_EXPRESSIONS = ['UpdateExpression', 'ConditionExpression'] as const;
const CONDITION_EXPRESSION = ['ConditionExpression'] as const;

export function prepareWrite(kind: WriteKind, input: WriteInput): PreparedWrite {
  const taken = kind === 'Update' ? UPDATE_EXPRESSIONS : CONDITION_EXPRESSION;
  const expressions = parseRequestExpressions(input, taken, NON_EXPRESSIONS[kind]);
  const given = checkedItem((kind === 'Put' ? input.Item : input.Key) ?? {});
  if (kind === 'Put') assertItemSize(given, 'put');
  return {
    kind,
    tableName: input.TableName,
    given,
    expressions,
    returnOnFailure: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
}

/** Checks the keys of a write against its table; a batch words some refusals otherwise. */
export function assertWriteKeys(table: Table, write: PreparedWrite, inBatch = false): void {
  const { keys, attributeTypes } = table;
  if (write.kind !== 'Put') {
    assertKey(write.given, keys, attributeTypes);
    const names = keys.all;
    const { update = [] } = write.expressions;
    for (const { path } of update) {
      if (names.includes(String(path[0]))) {
        throw invalidParameter(`Cannot update attribute ${path[0]}. This attribute is part of the key`);
      }
    }
    assertIndexKeyTypes(table, update);
    assertScalarKeys(
      table,
      update.map(({ path }) => path),
    );
    return;
  }
  assertItemKeys(write.given, keys, attributeTypes, inBatch);
  for (const index of table.indexes) assertIndexKeys(write.given, index.name, index.keys, attributeTypes);
}

/** Judges a write's condition on the item as it is here, and computes the item after the write. */
export function judgeWrite(state: DynamoDbState, table: Table, write: PreparedWrite): JudgedWrite {
  const key = keyOf(write.given, table.keys.all);
  assertReachesQuorum(state, table);
  assertNoConflict(state, table, key);
  const before = table.items.read(key, 'strong');
  const { condition } = write.expressions;
  if (condition && !evaluate(condition, before ?? {})) {
    const members = write.returnOnFailure && before ? { Item: copyItem(before) } : {};
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { members });
  }
  return { table, key, before, after: itemAfter(table, write, before) };
}

function itemAfter(table: Table, write: PreparedWrite, before: Item | undefined): Item | undefined {
  if (write.kind === 'ConditionCheck') return before;
  if (write.kind === 'Delete') return undefined;
  if (write.kind === 'Put') return write.given;
  const { update = [] } = write.expressions;
  const after = applyUpdate(before ?? write.given, update);
  assertUpdatedIndexKeys(table, after, update);
  assertItemSize(after, 'update');
  return after;
}

/**
 * A strongly consistent global table refuses a write while another region's write to the same item is on its
 * way (`ReplicatedWriteConflictException` of the SDK).
 */
function assertNoConflict(state: DynamoDbState, table: Table, key: Item): void {
  if (table.global?.consistency !== 'STRONG') return;
  const { kernel, name, settings } = state.region;
  const last = table.items.record(key)?.versions.at(-1);
  if (!last || last.region === name) return;
  const window = sampleDurationMs(kernel, 'dynamodb/strong-write-conflict', settings.durationScale);
  if (kernel.now() - last.writtenAt >= window) return;
  throw new AwsError(
    'ReplicatedWriteConflictException',
    'The request was rejected because one or more items in the request are being modified by a request in another Region.',
  );
}

export function commitWrite(state: DynamoDbState, write: JudgedWrite): void {
  const { table, key, before, after } = write;
  if (!before && !after) return;
  const { kernel, name, settings } = state.region;
  const deletedAt = after && timeToLiveDeletion(kernel, settings.durationScale, table, after);
  const version = table.items.write(key, after, name, deletedAt);
  if (table.global?.consistency === 'EVENTUAL') state.replicate(table, key, version);
}
