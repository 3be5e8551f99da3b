import { describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR, standInDynamoDb } from './stand-in-dynamodb.ts';

const ARN = 'arn:aws:dynamodb:us-east-1:111122223333:table/things';
const Key = { pk: { S: 'a' } };

/** Service authorization reference, "Actions defined by Amazon DynamoDB". */
describe('authorization', () => {
  it.each<[string, object, [string, string][]]>([
    ['GetItem', { TableName: 'things', Key }, [['dynamodb:GetItem', ARN]]],
    ['GetItem', { TableName: ARN, Key }, [['dynamodb:GetItem', ARN]]],
    ['Query', { TableName: 'things', IndexName: 'by' }, [['dynamodb:Query', `${ARN}/index/by`]]],
    ['Scan', { TableName: 'things' }, [['dynamodb:Scan', ARN]]],
    ['ListTables', {}, [['dynamodb:ListTables', '*']]],
    ['TagResource', { ResourceArn: ARN, Tags: [] }, [['dynamodb:TagResource', ARN]]],
    ['BatchWriteItem', { RequestItems: { things: [] } }, [['dynamodb:BatchWriteItem', ARN]]],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'things', Item: Key } },
          { Update: { TableName: 'things', Key } },
          { Delete: { TableName: 'things', Key } },
          { ConditionCheck: { TableName: 'things', Key } },
        ],
      },
      [
        ['dynamodb:PutItem', ARN],
        ['dynamodb:UpdateItem', ARN],
        ['dynamodb:DeleteItem', ARN],
        ['dynamodb:ConditionCheckItem', ARN],
      ],
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'things', Key } }] },
      [['dynamodb:GetItem', ARN]],
    ],
  ])('of %s asks for each action on its resource', async (operation, input, expected) => {
    const { services } = standInDynamoDb();
    const asked = services.get('us-east-1')?.authorize(operation, { ...input }, ADMINISTRATOR) ?? [];
    expect(asked.map(({ action, resource }) => [action, resource])).toEqual(expected);
  });

  it.each<[string, object, string[]]>([
    ['GetItem', { TableName: 'things', Key }, ['a']],
    ['PutItem', { TableName: 'things', Item: { ...Key, other: { S: 'x' } } }, ['a']],
    [
      'Query',
      {
        TableName: 'things',
        KeyConditionExpression: '#k = :k',
        ExpressionAttributeNames: { '#k': 'pk' },
        ExpressionAttributeValues: { ':k': { S: 'q' } },
      },
      ['q'],
    ],
    ['BatchGetItem', { RequestItems: { things: { Keys: [Key, { pk: { S: 'b' } }] } } }, ['a', 'b']],
  ])('of %s names the partition keys as dynamodb:LeadingKeys', async (operation, input, keys) => {
    const { services, createThings } = standInDynamoDb();
    await createThings();
    const [asked] = services.get('us-east-1')?.authorize(operation, { ...input }, ADMINISTRATOR) ?? [];
    expect(asked?.context?.['dynamodb:LeadingKeys']).toEqual(keys);
  });
});
