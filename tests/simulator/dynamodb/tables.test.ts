import { describe, expect, it } from '@jest/globals';
import { NotSimulated } from '../../../simulator/aws-error.ts';
import { standInDynamoDb } from './stand-in-dynamodb.ts';

const TABLE = {
  TableName: 'things',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

describe('a table', () => {
  it('is created in its own time, and is not there for items before', async () => {
    const { call, settle } = standInDynamoDb();
    const { TableDescription } = await call('CreateTable', TABLE);
    expect(TableDescription).toMatchObject({
      TableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/things',
      TableStatus: 'CREATING',
    });
    await expect(call('PutItem', { TableName: 'things', Item: { pk: { S: 'a' } } })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
    await expect(call('DeleteTable', { TableName: 'things' })).rejects.toMatchObject({
      code: 'ResourceInUseException',
      message: 'Attempt to change a resource which is still in use: Table is being created: things',
    });
    await settle(60_000);
    const { Table } = await call('DescribeTable', { TableName: 'things' });
    expect(Table.TableStatus).toBe('ACTIVE');
    await expect(call('CreateTable', TABLE)).rejects.toMatchObject({
      code: 'ResourceInUseException',
      message: 'Table already exists: things',
    });
  });

  it('is deleted in its own time, unless it is protected', async () => {
    const { call, createThings, settle } = standInDynamoDb();
    await createThings(false, { DeletionProtectionEnabled: true });
    await expect(call('DeleteTable', { TableName: 'things' })).rejects.toThrow(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
    await call('UpdateTable', { TableName: 'things', DeletionProtectionEnabled: false });
    const { TableDescription } = await call('DeleteTable', { TableName: 'things' });
    expect(TableDescription.TableStatus).toBe('DELETING');
    expect(await call('ListTables', {})).toEqual({ TableNames: ['things'] });
    await settle(60_000);
    expect(await call('ListTables', {})).toEqual({ TableNames: [] });
    await expect(call('DescribeTable', { TableName: 'things' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: things not found',
    });
  });

  it('takes one new index at a time, which can be read once it is filled', async () => {
    const { call, createThings, settle } = standInDynamoDb();
    await createThings();
    await call('PutItem', { TableName: 'things', Item: { pk: { S: 'a' }, kind: { S: 'k' } } });
    const index = (IndexName: string) => ({
      Create: {
        IndexName,
        KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    });
    const update = (...names: string[]) =>
      call('UpdateTable', {
        TableName: 'things',
        AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: names.map(index),
      });
    await expect(update('one', 'two')).rejects.toMatchObject({ code: 'LimitExceededException' });
    await update('one');
    const scan = () => call('Scan', { TableName: 'things', IndexName: 'one' });
    await expect(scan()).rejects.toThrow('Cannot read from backfilling global secondary index: one');
    await expect(update('two')).rejects.toThrow('Table is being updated: things');
    await settle(600_000);
    expect((await scan()).Count).toBe(1);
  });

  it('lists names in pages', async () => {
    const { call } = standInDynamoDb();
    for (const name of ['cc1', 'aa1', 'bb1']) await call('CreateTable', { ...TABLE, TableName: name });
    const first = await call('ListTables', { Limit: 2 });
    expect(first).toEqual({ TableNames: ['aa1', 'bb1'], LastEvaluatedTableName: 'bb1' });
    const rest = await call('ListTables', { ExclusiveStartTableName: first.LastEvaluatedTableName });
    expect(rest).toEqual({ TableNames: ['cc1'] });
  });

  it('keeps tags', async () => {
    const { call, createThings } = standInDynamoDb();
    await createThings(false, { Tags: [{ Key: 'a', Value: '1' }] });
    const ResourceArn = 'arn:aws:dynamodb:us-east-1:111122223333:table/things';
    await call('TagResource', { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] });
    await call('UntagResource', { ResourceArn, TagKeys: ['a'] });
    expect(await call('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
  });

  // SDK typings of CreateTable; texts of the service.
  it.each<[object, string]>([
    [{ TableName: 'a' }, 'TableName must be at least 3 characters long and at most 255 characters long'],
    [
      { BillingMode: 'FREE' },
      "1 validation error detected: Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
    ],
    [
      { BillingMode: undefined },
      'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    ],
    [
      { AttributeDefinitions: [{ AttributeName: 'more', AttributeType: 'S' }] },
      'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [more]',
    ],
    [
      { KeySchema: ['a', 'b', 'c'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })) },
      "1 validation error detected: Value '[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement(attributeName=b, keyType=HASH), KeySchemaElement(attributeName=c, keyType=HASH)]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    // Texts held against AWS by dynalite.
    [{ AttributeDefinitions: [] }, 'Invalid KeySchema: Some index key attribute have no definition'],
    [
      { GlobalSecondaryIndexes: [] },
      'One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty',
    ],
    [
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1e13, WriteCapacityUnits: 1 },
      },
      'Given value 10000000000000 for ReadCapacityUnits is out of bounds',
    ],
    [
      { GlobalSecondaryIndexes: [{ IndexName: 'index' }] },
      "2 validation errors detected: Value null at 'globalSecondaryIndexes.1.member.keySchema' failed to satisfy constraint: Member must not be null; Value null at 'globalSecondaryIndexes.1.member.projection' failed to satisfy constraint: Member must not be null",
    ],
    [
      { KeySchema: [{ AttributeName: 'pk', KeyType: 'RANGE' }] },
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'more', AttributeType: 'S' },
        ],
      },
      'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    ],
    [
      {
        LocalSecondaryIndexes: [
          {
            IndexName: 'local',
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
      'One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    ],
  ])('is refused with %j', async (more, message) => {
    const { call } = standInDynamoDb();
    await expect(call('CreateTable', { ...TABLE, ...more })).rejects.toMatchObject({
      code: 'ValidationException',
      message,
    });
  });

  it('ends the run where a member is not modelled', async () => {
    const { call, kernel } = standInDynamoDb();
    await expect(call('CreateTable', { ...TABLE, ResourcePolicy: '{}' })).rejects.toThrow(NotSimulated);
    expect(kernel.failure?.error).toBeInstanceOf(NotSimulated);
  });
});

describe('an item is refused', () => {
  const LARGE = 'x'.repeat(400 * 1024);
  // SDK typings of PutItem, developer guide "Quotas"; texts of the service.
  it.each<[string, object, string]>([
    [
      'without its key',
      { other: { S: 'a' } },
      'One or more parameter values were invalid: Missing the key pk in the item',
    ],
    [
      'with a key of another type',
      { pk: { N: '1' } },
      'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
    ],
    [
      'with an empty key',
      { pk: { S: '' } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'with a long key',
      { pk: { S: 'x'.repeat(2049) } },
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    ],
    [
      'over 400 KB',
      { pk: { S: 'a' }, body: { S: LARGE } },
      'Item size has exceeded the maximum allowed size',
    ],
    [
      'with a repeated member of a set',
      { pk: { S: 'a' }, set: { SS: ['a', 'a'] } },
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
    ],
    [
      'with equal numbers in a set',
      { pk: { S: 'a' }, set: { NS: ['1', '1.0'] } },
      'Input collection contains duplicates',
    ],
    [
      'with two types in a value',
      { pk: { S: 'a', N: '1' } },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      'with a null that is false',
      { pk: { S: 'a' }, none: { NULL: false } },
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    ],
  ])('%s', async (_, Item, message) => {
    const { call, createThings } = standInDynamoDb();
    await createThings();
    await expect(call('PutItem', { TableName: 'things', Item })).rejects.toMatchObject({
      code: 'ValidationException',
      message,
    });
  });

  // Developer guide, "Update expressions"; texts of the service.
  it.each<[string, object | undefined, string]>([
    [
      'SET pk = :v',
      { ':v': { S: 'b' } },
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
    [
      'SET a = nowhere',
      undefined,
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    [
      'SET body = body + :v',
      { ':v': { N: '1' } },
      'An operand in the update expression has an incorrect data type',
    ],
    ['ADD body :v', { ':v': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    [
      'SET a.b = :v',
      { ':v': { N: '1' } },
      'The document path provided in the update expression is invalid for update',
    ],
    [
      'REMOVE body[0]',
      undefined,
      'The document path provided in the update expression is invalid for update',
    ],
    ['SET body = :v', { ':v': { S: LARGE } }, 'Item size to update has exceeded the maximum allowed size'],
  ])('by the update %s', async (UpdateExpression, ExpressionAttributeValues, message) => {
    const { call, createThings } = standInDynamoDb();
    await createThings();
    const Key = { pk: { S: 'a' } };
    await call('PutItem', { TableName: 'things', Item: { ...Key, body: { S: 'text' } } });
    const update = {
      TableName: 'things',
      Key,
      UpdateExpression,
      ...(ExpressionAttributeValues && { ExpressionAttributeValues }),
    };
    await expect(call('UpdateItem', update)).rejects.toMatchObject({ code: 'ValidationException', message });
    const { Item } = await call('GetItem', { TableName: 'things', Key, ConsistentRead: true });
    expect(Item).toEqual({ ...Key, body: { S: 'text' } });
  });
});
