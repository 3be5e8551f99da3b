import type { Authorization } from '../service.ts';
import type { DynamoDbState } from './state.ts';
import { tableNameOf } from './state.ts';
import { type TransactWriteItem, writePartOf } from './transactions.ts';

type Input = Readonly<Record<string, unknown>>;

const PART_ACTIONS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
} as const;

/**
 * What IAM is asked (service authorization reference of DynamoDB): the table, or the index that is read;
 * a transaction is judged part by part, as "IAM policy to allow transactions" of the guide has it.
 */
export function authorizationsOf(
  state: DynamoDbState,
  operation: string,
  input: Input,
): readonly Authorization[] {
  const { region } = state;
  const tableArn = (name: unknown): string => region.arn('dynamodb', `table/${tableNameOf(String(name))}`);
  const one = (resource: string, action = operation): Authorization[] => [
    { action: `dynamodb:${action}`, resource },
  ];
  switch (operation) {
    case 'ListTables':
      return one('*');
    case 'Query':
    case 'Scan':
      return one(
        input.IndexName ? `${tableArn(input.TableName)}/index/${input.IndexName}` : tableArn(input.TableName),
      );
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys((input.RequestItems as object | undefined) ?? {}).flatMap((name) =>
        one(tableArn(name)),
      );
    case 'TransactWriteItems':
      return ((input.TransactItems as readonly TransactWriteItem[] | undefined) ?? []).flatMap((item) => {
        const [kind, part] = writePartOf(item);
        return one(tableArn(part.TableName), PART_ACTIONS[kind]);
      });
    case 'TransactGetItems':
      return ((input.TransactItems as readonly { readonly Get: Input }[] | undefined) ?? []).flatMap(
        ({ Get }) => one(tableArn(Get.TableName), 'GetItem'),
      );
    case 'TagResource':
    case 'UntagResource':
    case 'ListTagsOfResource':
      return one(String(input.ResourceArn));
    case 'CreateTable':
      return [
        ...one(tableArn(input.TableName)),
        ...(input.Tags ? one(tableArn(input.TableName), 'TagResource') : []),
      ];
    default:
      return one(tableArn(input.TableName));
  }
}
