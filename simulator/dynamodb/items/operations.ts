import type { ModelledOperation } from '../../modelled-members.ts';
import { refuseUnmodelled } from '../../modelled-members.ts';
import { type CapacityInput, consumedCapacity } from '../capacity.ts';
import { assertConstraints } from '../constraints.ts';
import { invalidParameter, validationError } from '../errors.ts';
import type { Path } from '../expressions/placeholders.ts';
import { project } from '../expressions/projection.ts';
import { type ExpressionInput, parseRequestExpressions } from '../expressions/request-expressions.ts';
import { type DynamoDbState, readableTable, usableTable } from '../state.ts';
import { readMode } from '../tables/table.ts';
import { checkedItem } from './attribute-validation.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { assertKey } from './key-schema.ts';
import { assertScalarKeys } from './scalar-keys.ts';
import {
  assertWriteKeys,
  commitWrite,
  judgeWrite,
  prepareWrite,
  type WriteInput,
  type WriteKind,
} from './writes.ts';

type ReturnValues = 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW';

const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];
const EXPRESSION_NAMES = ['ExpressionAttributeNames'];
const EXPRESSION_VALUES = ['ExpressionAttributeNames', 'ExpressionAttributeValues'];
const WRITE_MEMBERS = [
  'TableName',
  'ConditionExpression',
  ...EXPRESSION_VALUES,
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'Expected',
  'ConditionalOperator',
];

interface SingleWriteInput extends WriteInput, CapacityInput {
  readonly ReturnValues?: ReturnValues;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

/** Members of the time before expressions that the simulator only knows to refuse beside expressions. */
export function refuseOlderMembers(
  state: DynamoDbState,
  operation: string,
  input: object,
  members: readonly string[],
): void {
  for (const member of members) {
    if ((input as Record<string, unknown>)[member] !== undefined) {
      refuseUnmodelled(state.region.kernel, `${member} of dynamodb:${operation}`);
    }
  }
}

export function itemOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    GetItem: {
      members: [
        'TableName',
        'Key',
        'ConsistentRead',
        'ProjectionExpression',
        'AttributesToGet',
        ...EXPRESSION_NAMES,
        'ReturnConsumedCapacity',
      ],
      run: (input: GetItemInput) => getItem(state, input),
    },
    PutItem: {
      members: [...WRITE_MEMBERS, 'Item'],
      run: (input: SingleWriteInput) => writeItem(state, 'Put', input),
    },
    UpdateItem: {
      members: [...WRITE_MEMBERS, 'Key', 'UpdateExpression', 'AttributeUpdates'],
      run: (input: SingleWriteInput) => writeItem(state, 'Update', input),
    },
    DeleteItem: {
      members: [...WRITE_MEMBERS, 'Key'],
      run: (input: SingleWriteInput) => writeItem(state, 'Delete', input),
    },
  };
}

interface GetItemInput extends ExpressionInput, CapacityInput {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly AttributesToGet?: readonly string[];
}

/** AttributesToGet is a projection of top-level attributes. */
export function projectionPaths(
  projection: readonly Path[] | undefined,
  attributesToGet: readonly string[] | undefined,
): readonly Path[] | undefined {
  const repeated = attributesToGet?.find((name, index) => attributesToGet.indexOf(name) < index);
  if (repeated) throw invalidParameter(`Duplicate value in attribute name: ${repeated}`);
  return projection ?? attributesToGet?.map((name) => [name]);
}

function getItem(state: DynamoDbState, input: GetItemInput): unknown {
  assertConstraints((constraints) => {
    constraints.consumedCapacity(input.ReturnConsumedCapacity);
    constraints.tableName(input.TableName);
    constraints.required('key', input.Key);
  });
  const { projection } = parseRequestExpressions(input, ['ProjectionExpression'], ['AttributesToGet']);
  const key = checkedItem(input.Key);
  const paths = projectionPaths(projection, input.AttributesToGet);
  const table = usableTable(state, input.TableName);
  assertKey(key, table.keys, table.attributeTypes);
  assertScalarKeys(table, paths);
  const { items } = readableTable(state, table, input.ConsistentRead);
  const item = items.read(key, readMode(input.ConsistentRead));
  return {
    ...(item && { Item: paths ? project(item, paths) : item }),
    ...consumedCapacity(input, [{ table, kind: 'read', item, consistent: input.ConsistentRead ?? false }]),
  };
}

function writeItem(
  state: DynamoDbState,
  kind: Exclude<WriteKind, 'ConditionCheck'>,
  input: SingleWriteInput,
): unknown {
  assertConstraints((constraints) => {
    constraints.consumedCapacity(input.ReturnConsumedCapacity);
    constraints.oneOf('returnItemCollectionMetrics', input.ReturnItemCollectionMetrics, ['SIZE', 'NONE']);
    constraints.tableName(input.TableName);
    constraints.required(kind === 'Put' ? 'item' : 'key', kind === 'Put' ? input.Item : input.Key);
    constraints.oneOf('returnValues', input.ReturnValues, RETURN_VALUES);
    constraints.oneOf('returnValuesOnConditionCheckFailure', input.ReturnValuesOnConditionCheckFailure, [
      'ALL_OLD',
      'NONE',
    ]);
  });
  if (input.ReturnItemCollectionMetrics === 'SIZE') {
    refuseUnmodelled(state.region.kernel, `ReturnItemCollectionMetrics of dynamodb:${kind}Item`);
  }
  const prepared = prepareWrite(kind, input);
  const returned = input.ReturnValues ?? 'NONE';
  if (kind !== 'Update' && returned !== 'NONE' && returned !== 'ALL_OLD') {
    throw validationError('ReturnValues can only be ALL_OLD or NONE');
  }
  refuseOlderMembers(state, `${kind}Item`, input, ['AttributeUpdates', 'Expected', 'ConditionalOperator']);
  const table = usableTable(state, input.TableName);
  assertWriteKeys(table, prepared);
  const write = judgeWrite(state, table, prepared);
  commitWrite(state, write);
  const updated = prepared.expressions.update?.map(({ path }) => path) ?? [];
  const attributes = returnedAttributes(returned, write.before, write.after, updated);
  const larger = write.after ?? write.before;
  return {
    ...(attributes && { Attributes: attributes }),
    ...consumedCapacity(input, [{ table, kind: 'write', item: larger, consistent: true }]),
  };
}

function returnedAttributes(
  returned: ReturnValues,
  before: Item | undefined,
  after: Item | undefined,
  updated: readonly Path[],
): Readonly<Record<string, AttributeValue>> | undefined {
  if (returned === 'NONE') return undefined;
  const image = returned.endsWith('OLD') ? before : after;
  if (!image || returned.startsWith('ALL')) return image;
  const attributes = project(image, updated);
  return Object.keys(attributes).length > 0 ? attributes : undefined;
}
