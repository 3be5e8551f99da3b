import { describe, expect, it } from '@jest/globals';
import { standInDynamoDb } from './stand-in-dynamodb.ts';

const key = (pk: string) => ({ pk: { S: pk } });
const many = (count: number) => Array.from({ length: count }, (_, n) => key(`${n}`));
const puts = (count: number) => many(count).map((Item) => ({ PutRequest: { Item } }));

async function active() {
  const world = standInDynamoDb();
  await world.createThings();
  return world;
}

describe('batches', () => {
  it('write and delete up to 25 items, and read up to 100', async () => {
    const { call } = await active();
    const puts = many(25).map((Item) => ({ PutRequest: { Item: { ...Item, body: { S: 'b' } } } }));
    const answer = await call('BatchWriteItem', {
      RequestItems: { things: puts },
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(answer).toEqual({
      UnprocessedItems: {},
      ConsumedCapacity: [{ TableName: 'things', CapacityUnits: 25 }],
    });
    const deletes = many(20).map((Key) => ({ DeleteRequest: { Key } }));
    await call('BatchWriteItem', { RequestItems: { things: deletes } });
    const read = await call('BatchGetItem', {
      RequestItems: { things: { Keys: many(100), ConsistentRead: true, ProjectionExpression: 'pk' } },
    });
    expect(read.Responses.things).toEqual(many(25).slice(20));
    expect(read.UnprocessedKeys).toEqual({});
  });

  it('leave keys unprocessed once 16 MB were read', async () => {
    const { call } = await active();
    for (const Item of many(45)) {
      await call('PutItem', { TableName: 'things', Item: { ...Item, body: { S: 'x'.repeat(390 * 1024) } } });
    }
    const read = await call('BatchGetItem', {
      RequestItems: { things: { Keys: many(45), ConsistentRead: true } },
    });
    expect(read.Responses.things?.length).toBe(42);
    expect(read.UnprocessedKeys.things?.Keys).toEqual(many(45).slice(42));
  });

  // SDK typings of BatchGetItem and BatchWriteItem; texts of the service.
  it.each<[string, object, string]>([
    [
      'BatchGetItem',
      { things: { Keys: [key('a'), key('a')] } },
      'Provided list of item keys contains duplicates',
    ],
    [
      'BatchGetItem',
      {},
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'BatchGetItem',
      { nowhere: { Keys: many(60) }, things: { Keys: many(60) } },
      'Too many items requested for the BatchGetItem call',
    ],
    [
      'BatchWriteItem',
      { things: puts(26) },
      "1 validation error detected: Value '{things=[...]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
    ],
    [
      'BatchWriteItem',
      { nowhere: puts(13), things: puts(13) },
      'Too many items requested for the BatchWriteItem call',
    ],
    [
      'BatchWriteItem',
      { 'a;b': puts(1) },
      "1 validation error detected: Value '{a;b=[...]}' at 'requestItems' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]",
    ],
    [
      'BatchWriteItem',
      { things: [{ PutRequest: {} }] },
      "1 validation error detected: Value null at 'requestItems.things.member.1.member.putRequest.item' failed to satisfy constraint: Member must not be null",
    ],
    [
      'BatchWriteItem',
      { things: [{}] },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      'BatchGetItem',
      { things: { Keys: [key('a')], ProjectionExpression: 'pk.part' } },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    ],
    [
      'BatchWriteItem',
      { things: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('a') } }] },
      'Provided list of item keys contains duplicates',
    ],
    [
      'BatchWriteItem',
      { things: [{ PutRequest: { Item: {} } }] },
      'The provided key element does not match the schema',
    ],
  ])('refuse %s of %j', async (operation, RequestItems, message) => {
    const { call } = await active();
    await expect(call(operation, { RequestItems })).rejects.toMatchObject({
      code: 'ValidationException',
      message,
    });
  });
});

describe('transactions', () => {
  const put = (pk: string) => ({ Put: { TableName: 'things', Item: key(pk) } });

  // SDK typings of TransactWriteItems; texts of the service.
  it.each<[object[], string]>([
    [[put('a'), put('a')], 'Transaction request cannot include multiple operations on one item'],
    [
      [{ ...put('a'), Delete: { TableName: 'things', Key: key('b') } }],
      'TransactItems can only contain one of Check, Put, Update or Delete',
    ],
    [
      many(101).map((Item) => ({ Put: { TableName: 'things', Item } })),
      "1 validation error detected: Value '[...]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
    ],
  ])('are refused whole', async (TransactItems, message) => {
    const { call } = await active();
    await expect(call('TransactWriteItems', { TransactItems })).rejects.toMatchObject({
      code: 'ValidationException',
      message,
    });
  });

  it('name the part whose request does not fit its table', async () => {
    const { call } = await active();
    const wrong = { Delete: { TableName: 'things', Key: { other: { S: 'a' } } } };
    await expect(call('TransactWriteItems', { TransactItems: [put('a'), wrong] })).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      members: {
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
        ],
      },
    });
    expect((await call('Scan', { TableName: 'things', ConsistentRead: true })).Count).toBe(0);
  });

  it('read several items as they are, and nothing for those that are not there', async () => {
    const { call } = await active();
    await call('TransactWriteItems', { TransactItems: [put('a')] });
    const Get = (pk: string) => ({ Get: { TableName: 'things', Key: key(pk) } });
    expect(await call('TransactGetItems', { TransactItems: [Get('a'), Get('b')] })).toEqual({
      Responses: [{ Item: key('a') }, {}],
    });
  });
});

describe('deleted items', () => {
  it('are gone from scans, and can be written again', async () => {
    const { call, settle } = await active();
    const scan = async () => (await call('Scan', { TableName: 'things', ConsistentRead: true })).Items;
    for (const Item of many(3)) await call('PutItem', { TableName: 'things', Item });
    await call('DeleteItem', { TableName: 'things', Key: key('1') });
    await settle(5000);
    expect((await scan()).length).toBe(2);
    await call('PutItem', { TableName: 'things', Item: { ...key('1'), n: { N: '2' } } });
    expect(await scan()).toHaveLength(3);
    expect(
      (await call('GetItem', { TableName: 'things', Key: key('1'), ConsistentRead: true })).Item,
    ).toEqual({
      ...key('1'),
      n: { N: '2' },
    });
  });
});
