import { actionsOf, LazyAuthorization } from '../lazy-authorization.ts';
import type { Authorization } from '../service.ts';
import { parseRequestExpressions } from './expressions/request-expressions.ts';
import type { AttributeValue, Item } from './items/attribute-value.ts';
import { type TransactWriteItem, writePartOf } from './items/transactions.ts';
import { type DynamoDbState, tableNameOf } from './state.ts';
import type { Tag } from './tables/create.ts';

/** The members of any request that IAM looks at. */
interface Request {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly ResourceArn?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly KeyConditionExpression?: string;
  readonly ReturnValues?: string;
  readonly Select?: string;
  readonly Tags?: readonly Tag[];
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly object[];
}

const actionOf = actionsOf('dynamodb');

type Context = NonNullable<Authorization['context']>;

const PART_ACTIONS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
} as const;

/**
 * The questions that IAM is asked of a call (service authorization reference of DynamoDB): of the table, or the index
 * that is read; of a transaction, one for each part, by that part's action (guide, "Using IAM with transactions").
 * The condition keys `dynamodb:LeadingKeys`, `ReturnValues` and `Select` are given, `Attributes` is not.
 */
export function authorizationsOf(
  state: DynamoDbState,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): readonly Authorization[] {
  const request = input as Request;
  switch (operation) {
    case 'ListTables':
      return [{ action: 'dynamodb:ListTables', resource: '*' }];
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.entries(request.RequestItems ?? {}).map(([name, part]) =>
        onTable(state, operation, name, () => leadingKeys(state, name, keysOfBatch(part))),
      );
    case 'TransactWriteItems':
      return (request.TransactItems ?? []).map((item) => {
        const [kind, part] = writePartOf(item as TransactWriteItem);
        return onItem(state, PART_ACTIONS[kind], part);
      });
    case 'TransactGetItems':
      // One without anything to get is refused by the operation itself.
      return (request.TransactItems ?? []).flatMap((item) => {
        const { Get } = item as { readonly Get?: Request };
        return Get ? [onItem(state, 'GetItem', Get)] : [];
      });
    case 'CreateTable':
      return [operation, ...(request.Tags ? ['TagResource'] : [])].map((action) =>
        onTable(state, action, request.TableName, () => requestTags(request.Tags)),
      );
    case 'TagResource':
    case 'UntagResource':
    case 'ListTagsOfResource':
      return [onTable(state, operation, request.ResourceArn, () => requestTags(request.Tags))];
    default:
      return [onItem(state, operation, request)];
  }
}

function onTable(
  state: DynamoDbState,
  action: string,
  nameOrArn: string | undefined,
  contextOf: () => Context,
  index?: string,
): Authorization {
  const name = tableNameOf(nameOrArn ?? '');
  const table = state.tables.get(name);
  const arn = table?.arn ?? state.region.arn('dynamodb', `table/${name}`);
  return new LazyAuthorization(actionOf(action), index ? `${arn}/index/${index}` : arn, () => ({
    ...Object.fromEntries([...(table?.tags ?? [])].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    ...contextOf(),
  }));
}

function onItem(state: DynamoDbState, action: string, request: Request): Authorization {
  return onTable(state, action, request.TableName, () => contextOfItem(state, request), request.IndexName);
}

function contextOfItem(state: DynamoDbState, request: Request): Context {
  const { TableName = '', Key, Item: item, ReturnValues, Select } = request;
  const given = Key ?? item;
  return {
    ...leadingKeys(state, TableName, given ? [given] : keysOfQuery(request)),
    ...(ReturnValues && { 'dynamodb:ReturnValues': ReturnValues }),
    ...(Select && { 'dynamodb:Select': Select }),
  };
}

function requestTags(tags: readonly Tag[] | undefined): Context {
  if (!tags) return {};
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    'aws:TagKeys': tags.map(({ Key }) => Key),
  };
}

/** `dynamodb:LeadingKeys`: the partition keys that the request names. */
function leadingKeys(state: DynamoDbState, nameOrArn: string, keys: readonly Item[]): Context {
  const name = state.tables.get(tableNameOf(nameOrArn))?.keys.hash[0];
  if (name === undefined) return {};
  const values = keys.flatMap((key) => textOf(key[name]) ?? []);
  return values.length > 0 ? { 'dynamodb:LeadingKeys': [...new Set(values)] } : {};
}

function textOf(value: AttributeValue | undefined): string | undefined {
  return value?.S ?? value?.N ?? (value?.B && Buffer.from(value.B).toString('base64'));
}

function keysOfBatch(part: unknown): readonly Item[] {
  if (!Array.isArray(part)) return (part as { readonly Keys?: readonly Item[] }).Keys ?? [];
  const requests = part as readonly { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[];
  return requests
    .map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key)
    .filter((key) => key !== undefined);
}

/** The keys that a query names. A malformed query names none here, and is refused later. */
function keysOfQuery(request: Request): readonly Item[] {
  if (request.KeyConditionExpression === undefined) return [];
  try {
    const { keyConditions = [] } = parseRequestExpressions(
      request,
      ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
      [],
    );
    return [
      Object.fromEntries(
        keyConditions
          .filter(({ operator }) => operator === '=')
          .map(({ attribute, values }) => [attribute, values[0] as AttributeValue]),
      ),
    ];
  } catch {
    return [];
  }
}
