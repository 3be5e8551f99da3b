import type { ModelledOperation } from '../../modelled-members.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import { type CapacityInput, consumedByTable, type Use } from '../capacity.ts';
import { assertConstraints } from '../constraints.ts';
import { validationError } from '../errors.ts';
import { project } from '../expressions/projection.ts';
import { type ExpressionInput, parseRequestExpressions } from '../expressions/request-expressions.ts';
import { type DynamoDbState, readableTable, usableTable } from '../state.ts';
import { readMode, type Table } from '../tables/table.ts';
import { checkedItem } from './attribute-validation.ts';
import { type AttributeValue, canonicalItem, type Item } from './attribute-value.ts';
import { assertKey, keyText } from './key-schema.ts';
import { projectionPaths } from './operations.ts';
import { assertScalarKeys } from './scalar-keys.ts';
import { itemSize } from './size.ts';
import { assertWriteKeys, commitWrite, judgeWrite, type PreparedWrite, prepareWrite } from './writes.ts';

const READS_MAX = 100;
const WRITES_MAX = 25;
const RESPONSE_BYTES_MAX = 16 * 1024 * 1024;

interface KeysAndAttributes extends ExpressionInput {
  readonly Keys: readonly Item[];
  readonly ConsistentRead?: boolean;
  readonly AttributesToGet?: readonly string[];
}

interface BatchGetInput extends CapacityInput {
  readonly RequestItems: Readonly<Record<string, KeysAndAttributes>>;
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface BatchWriteInput extends CapacityInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
}

export function batchOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    BatchGetItem: {
      members: ['RequestItems', 'ReturnConsumedCapacity'],
      run: (input: BatchGetInput) => batchGet(state, input),
    },
    BatchWriteItem: {
      members: ['RequestItems', 'ReturnConsumedCapacity'],
      run: (input: BatchWriteInput) => batchWrite(state, input),
    },
  };
}

const TABLE_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;
const MAP_KEYS =
  'Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]';
const MAP_VALUE =
  'Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]';

function assertRequestItems(input: CapacityInput & { readonly RequestItems?: object }): void {
  const names = input.RequestItems && Object.keys(input.RequestItems);
  assertConstraints((constraints) => {
    constraints.consumedCapacity(input.ReturnConsumedCapacity);
    constraints.required('requestItems', names);
    constraints.length('requestItems', names, 1, 25, '{}');
    const isNamed = (names ?? []).every((name) => name.startsWith('arn:') || TABLE_NAME.test(name));
    if (!isNamed) constraints.unmet('requestItems', shown(input.RequestItems ?? {}), MAP_KEYS);
  });
}

/** A map of lists as Java prints it; the content of the lists is left out here. */
function shown(map: object): string {
  const entries = Object.entries(map).map(
    ([name, list]) => `${name}=${Array.isArray(list) && list.length === 0 ? '[]' : '[...]'}`,
  );
  return `{${entries.join(', ')}}`;
}

function assertDistinct(texts: readonly unknown[]): void {
  if (new Set(texts).size !== texts.length) {
    throw validationError('Provided list of item keys contains duplicates');
  }
}

function batchGet(state: DynamoDbState, input: BatchGetInput): unknown {
  assertRequestItems(input);
  const prepared = Object.entries(input.RequestItems).map(([tableName, request]) => {
    const path = `requestItems.${tableName}.member.keys`;
    assertConstraints((constraints) => {
      constraints.required(path, request.Keys);
      constraints.length(path, request.Keys, 1, READS_MAX);
      constraints.length(`requestItems.${tableName}.member.attributesToGet`, request.AttributesToGet, 1, 255);
    });
    const { projection } = parseRequestExpressions(request, ['ProjectionExpression'], ['AttributesToGet']);
    const keys = request.Keys.map((key) => checkedItem(key));
    assertDistinct(keys.map(canonicalItem));
    return { tableName, request, keys, paths: projectionPaths(projection, request.AttributesToGet) };
  });
  if (prepared.reduce((total, { keys }) => total + keys.length, 0) > READS_MAX) {
    throw validationError('Too many items requested for the BatchGetItem call');
  }
  const reads = prepared.map((part) => ({
    ...part,
    table: readableTable(state, usableTable(state, part.tableName), part.request.ConsistentRead),
  }));
  for (const { table, keys, paths } of reads) {
    for (const key of keys) assertKey(key, table.keys, table.attributeTypes);
    assertScalarKeys(table, paths);
  }
  return readAll(input, reads);
}

function readAll(
  input: BatchGetInput,
  reads: readonly {
    readonly tableName: string;
    readonly table: Table;
    readonly request: KeysAndAttributes;
    readonly keys: readonly Item[];
    readonly paths: ReturnType<typeof projectionPaths>;
  }[],
): unknown {
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  const uses: Use[] = [];
  let bytes = 0;
  for (const { tableName, table, request, keys, paths } of reads) {
    const found: Item[] = [];
    const left: Item[] = [];
    for (const key of keys) {
      const item = table.items.read(key, readMode(request.ConsistentRead));
      bytes += item ? itemSize(item) : 0;
      if (bytes > RESPONSE_BYTES_MAX) {
        left.push(key);
        continue;
      }
      uses.push({ table, kind: 'read', item, consistent: request.ConsistentRead ?? false });
      if (item) found.push(paths ? project(item, paths) : item);
    }
    responses[tableName] = found;
    if (left.length > 0) unprocessed[tableName] = { ...request, Keys: left };
  }
  const capacity = consumedByTable(input, uses);
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ...(capacity.length > 0 && { ConsumedCapacity: capacity }),
  };
}

function preparedRequest(state: DynamoDbState, tableName: string, request: WriteRequest): PreparedWrite {
  refuseUnmodelledMembers(state.region.kernel, 'dynamodb:BatchWriteItem request', { ...request }, [
    'PutRequest',
    'DeleteRequest',
  ]);
  const { PutRequest, DeleteRequest } = request;
  // AWS says so of none as well as of both (dynalite, held against AWS).
  if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return PutRequest
    ? prepareWrite('Put', { TableName: tableName, Item: PutRequest.Item })
    : prepareWrite('Delete', { TableName: tableName, Key: DeleteRequest?.Key ?? {} });
}

function assertWriteRequests(items: BatchWriteInput['RequestItems']): void {
  const requests = Object.entries(items);
  assertConstraints((constraints) => {
    const fits = requests.every(([, writes]) => writes.length > 0 && writes.length <= WRITES_MAX);
    if (!fits) constraints.unmet('requestItems', shown(items), MAP_VALUE);
    for (const [tableName, writes] of requests) {
      for (const [at, { PutRequest, DeleteRequest }] of writes.entries()) {
        const path = `requestItems.${tableName}.member.${at + 1}.member`;
        if (PutRequest) constraints.required(`${path}.putRequest.item`, PutRequest.Item);
        if (DeleteRequest) constraints.required(`${path}.deleteRequest.key`, DeleteRequest.Key);
      }
    }
  });
}

function batchWrite(state: DynamoDbState, input: BatchWriteInput): unknown {
  assertRequestItems(input);
  const requests = Object.entries(input.RequestItems);
  assertWriteRequests(input.RequestItems);
  if (requests.reduce((total, [, writes]) => total + writes.length, 0) > WRITES_MAX) {
    throw validationError('Too many items requested for the BatchWriteItem call');
  }
  const prepared = requests.map(([tableName, writes]) => ({
    tableName,
    writes: writes.map((write) => preparedRequest(state, tableName, write)),
  }));
  const parts = prepared.map((part) => ({ ...part, table: usableTable(state, part.tableName) }));
  for (const { table, writes } of parts) {
    for (const write of writes) assertWriteKeys(table, write, true);
    assertDistinct(writes.map(({ given }) => keyText(given, table.keys.all)));
  }
  const uses: Use[] = [];
  for (const { table, writes } of parts) {
    for (const write of writes) {
      const judged = judgeWrite(state, table, write);
      commitWrite(state, judged);
      const item: Record<string, AttributeValue> | Item | undefined = judged.after ?? judged.before;
      uses.push({ table, kind: 'write', item, consistent: true });
    }
  }
  const capacity = consumedByTable(input, uses);
  return { UnprocessedItems: {}, ...(capacity.length > 0 && { ConsumedCapacity: capacity }) };
}
