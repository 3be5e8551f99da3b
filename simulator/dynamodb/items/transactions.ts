import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import { type CapacityInput, consumedByTable } from '../capacity.ts';
import { assertConstraints } from '../constraints.ts';
import { validationError } from '../errors.ts';
import { project } from '../expressions/projection.ts';
import { type ExpressionInput, parseRequestExpressions } from '../expressions/request-expressions.ts';
import { type DynamoDbState, usableTable } from '../state.ts';
import type { Table } from '../tables/table.ts';
import { checkedItem } from './attribute-validation.ts';
import { canonicalItem, type Item } from './attribute-value.ts';
import { canceled } from './conflict.ts';
import { assertKey, keyText } from './key-schema.ts';
import { itemSize } from './size.ts';
import {
  assertWriteKeys,
  commitWrite,
  type JudgedWrite,
  judgeWrite,
  type PreparedWrite,
  prepareWrite,
  type WriteInput,
  type WriteKind,
} from './writes.ts';

const ACTIONS_MAX = 100;
const TRANSACTION_BYTES_MAX = 4 * 1024 * 1024;
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;
const WRITE_KINDS: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Delete', 'Update'];
const PART_MEMBERS = [
  'TableName',
  'Item',
  'Key',
  'UpdateExpression',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];

export type TransactWriteItem = Partial<Readonly<Record<WriteKind, WriteInput>>>;

interface TransactWriteInput extends CapacityInput {
  readonly TransactItems: readonly TransactWriteItem[];
  readonly ClientRequestToken?: string;
}

interface GetPart extends ExpressionInput {
  readonly TableName: string;
  readonly Key: Item;
}

interface TransactGetInput extends CapacityInput {
  readonly TransactItems: readonly { readonly Get: GetPart }[];
}

export function transactionOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    TransactWriteItems: {
      members: ['TransactItems', 'ClientRequestToken', 'ReturnConsumedCapacity'],
      run: (input: TransactWriteInput) => transactWrite(state, input),
    },
    TransactGetItems: {
      members: ['TransactItems', 'ReturnConsumedCapacity'],
      run: (input: TransactGetInput) => transactGet(state, input),
    },
  };
}

/** The one kind of write that an element names. */
export function writePartOf(item: TransactWriteItem): readonly [WriteKind, WriteInput] {
  const kind = WRITE_KINDS.find((each) => item[each] !== undefined);
  if (!kind || WRITE_KINDS.findLast((each) => item[each] !== undefined) !== kind) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  return [kind, item[kind] as WriteInput];
}

function assertCount(items: readonly unknown[] | undefined): void {
  assertConstraints((constraints) => {
    constraints.required('transactItems', items);
    constraints.length('transactItems', items, 1, ACTIONS_MAX);
  });
}

/** The reason why one part does not go through: its condition, or AWS's validation error. */
function reasonOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof AwsError)) throw error;
  if (error.code === 'ConditionalCheckFailedException') {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.members };
  }
  if (error.code !== 'ValidationException') throw error;
  return { Code: 'ValidationError', Message: error.message };
}

/** Runs every part and throws the cancellation that names them all, if any fails. */
function runAll<P, R>(parts: readonly P[], run: (part: P) => R): readonly R[] {
  const reasons: Record<string, unknown>[] = [];
  const results: R[] = [];
  for (const part of parts) {
    try {
      results.push(run(part));
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  if (results.length < parts.length) throw canceled(reasons);
  return results;
}

/**
 * Strongly consistent global tables take no transactions (developer guide, "How DynamoDB global tables work");
 * no source gives the text.
 */
function assertTransactional(table: Table): void {
  if (table.global?.consistency === 'STRONG') {
    throw validationError('Transactions are not supported on tables with multi-Region strong consistency');
  }
}

function assertSeparateItems(parts: readonly { readonly table: Table; readonly given: Item }[]): void {
  const seen = new Set<string>();
  for (const { table, given } of parts) {
    const id = `${table.name}\u0000${keyText(given, table.keys.all)}`;
    if (seen.has(id))
      throw validationError('Transaction request cannot include multiple operations on one item');
    seen.add(id);
  }
}

function prepare(state: DynamoDbState, item: TransactWriteItem): PreparedWrite {
  const [kind, input] = writePartOf(item);
  refuseUnmodelledMembers(state.region.kernel, `dynamodb:TransactWriteItems ${kind}`, input, PART_MEMBERS);
  assertConstraints((constraints) => {
    constraints.required('transactItems.1.member.tableName', input.TableName);
    if (kind === 'ConditionCheck') {
      constraints.required(
        'transactItems.1.member.conditionCheck.conditionExpression',
        input.ConditionExpression,
      );
    }
    if (kind === 'Update') {
      constraints.required('transactItems.1.member.update.updateExpression', input.UpdateExpression);
    }
  });
  return prepareWrite(kind, input);
}

function transactWrite(state: DynamoDbState, input: TransactWriteInput): unknown {
  assertCount(input.TransactItems);
  const prepared = input.TransactItems.map((item) => prepare(state, item));
  const parts = prepared.map((write) => ({
    write,
    given: write.given,
    table: usableTable(state, write.tableName),
  }));
  for (const { table } of parts) assertTransactional(table);
  const capacity = (): unknown => ({
    ...consumed(
      input,
      parts.map(({ table, given }) => ({ table, item: given })),
      'write',
    ),
  });
  if (wasDoneBefore(state, input)) return capacity();
  assertSeparateItems(parts);
  if (prepared.reduce((total, { given }) => total + itemSize(given), 0) > TRANSACTION_BYTES_MAX) {
    throw validationError('Collection size of all items in a transaction cannot exceed 4 MB');
  }
  const judged = runAll(parts, ({ table, write }): JudgedWrite => {
    assertWriteKeys(table, write);
    return judgeWrite(state, table, write);
  });
  for (const [index, write] of judged.entries()) {
    if (prepared[index]?.kind !== 'ConditionCheck') commitWrite(state, write);
  }
  if (input.ClientRequestToken) rememberToken(state, input.ClientRequestToken, input);
  return capacity();
}

function consumed(
  input: CapacityInput,
  uses: readonly { readonly table: Table; readonly item: Item | undefined }[],
  kind: 'read' | 'write',
): Record<string, unknown> {
  const entries = consumedByTable(
    input,
    uses.map(({ table, item }) => ({ table, item, kind, consistent: true, transactional: true })),
  );
  return entries.length > 0 ? { ConsumedCapacity: entries } : {};
}

/** The request without the order in which attributes were written. */
function requestText(input: TransactWriteInput): string {
  const parts = input.TransactItems.map((item) => {
    const [kind, { Item, Key, ExpressionAttributeValues, ...rest }] = writePartOf(item);
    const items = [Item, Key, ExpressionAttributeValues].map((each) => (each ? canonicalItem(each) : ''));
    return [kind, items, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))];
  });
  return JSON.stringify(parts);
}

/** A token holds for ten minutes after its request; the same token with another request is refused. */
function wasDoneBefore(state: DynamoDbState, input: TransactWriteInput): boolean {
  const known = input.ClientRequestToken && state.transactionTokens.get(input.ClientRequestToken);
  if (!known || state.region.kernel.now() - known.at >= TOKEN_LIFETIME_MS) return false;
  if (requestText(known.request as TransactWriteInput) === requestText(input)) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
  );
}

/** SDKs give each request a token of its own, so that the texts of two are only made where one comes again. */
function rememberToken(state: DynamoDbState, token: string, request: TransactWriteInput): void {
  const now = state.region.kernel.now();
  for (const [old, { at }] of state.transactionTokens) {
    if (now - at < TOKEN_LIFETIME_MS) break;
    state.transactionTokens.delete(old);
  }
  state.transactionTokens.delete(token);
  state.transactionTokens.set(token, { at: now, request });
}

const GET_MEMBERS = ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames'];

function modelledGet(state: DynamoDbState, get: GetPart): GetPart {
  refuseUnmodelledMembers(state.region.kernel, 'dynamodb:TransactGetItems Get', get, GET_MEMBERS);
  return get;
}

function transactGet(state: DynamoDbState, input: TransactGetInput): unknown {
  assertCount(input.TransactItems);
  assertConstraints((constraints) => {
    for (const [at, { Get }] of input.TransactItems.entries()) {
      const path = `transactItems.${at + 1}.member.get`;
      constraints.required(path, Get);
      if (!Get) continue;
      constraints.required(`${path}.key`, Get.Key);
      constraints.required(`${path}.tableName`, Get.TableName);
    }
  });
  const prepared = input.TransactItems.map(({ Get }) => ({
    input: modelledGet(state, Get),
    paths: parseRequestExpressions(Get, ['ProjectionExpression'], []).projection,
    given: checkedItem(Get.Key),
  }));
  const parts = prepared.map((part) => ({ ...part, table: usableTable(state, part.input.TableName) }));
  for (const { table } of parts) assertTransactional(table);
  const items = runAll(parts, ({ table, given }) => {
    assertKey(given, table.keys, table.attributeTypes);
    return table.items.read(given, 'strong');
  });
  assertSeparateItems(parts);
  const found = parts.map(({ table, paths }, index) => ({ table, paths, item: items[index] }));
  return {
    Responses: found.map(({ item, paths }) => (item ? { Item: paths ? project(item, paths) : item } : {})),
    ...consumed(input, found, 'read'),
  };
}
