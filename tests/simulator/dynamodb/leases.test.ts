import { describe, expect, it } from '@jest/globals';
import { standInDynamoDb } from './stand-in-dynamodb.ts';

const Key = { pk: { S: 'cluster' } };

describe('items under conditions', () => {
  it('lets one of two claimants write, and shows the other the item that was there', async () => {
    const { call } = await active();
    const claim = (owner: string) =>
      call('PutItem', {
        TableName: 'things',
        Item: { ...Key, owner: { S: owner } },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
    await expect(claim('one')).resolves.toEqual({});
    await expect(claim('two')).rejects.toMatchObject({
      code: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      members: { Item: { ...Key, owner: { S: 'one' } } },
    });
  });

  it('raises an epoch from nothing and returns what it changed', async () => {
    const { call } = await active();
    const raise = () =>
      call('UpdateItem', {
        TableName: 'things',
        Key,
        UpdateExpression: 'SET epoch = if_not_exists(epoch, :zero) + :one REMOVE holder',
        ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      });
    expect(await raise()).toEqual({ Attributes: { epoch: { N: '1' } } });
    expect(await raise()).toEqual({ Attributes: { epoch: { N: '2' } } });
  });

  it('writes all parts of a transaction or none, and says which part failed', async () => {
    const { call } = await active();
    const transaction = {
      TransactItems: [
        { Put: { TableName: 'things', Item: { pk: { S: 'a' } } } },
        {
          ConditionCheck: {
            TableName: 'things',
            Key,
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
      ],
    };
    await expect(call('TransactWriteItems', transaction)).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      members: {
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        ],
      },
    });
    const read = await call('Scan', { TableName: 'things', ConsistentRead: true });
    expect(read.Count).toBe(0);
    await call('PutItem', { TableName: 'things', Item: Key });
    await expect(call('TransactWriteItems', transaction)).resolves.toEqual({});
    expect((await call('Scan', { TableName: 'things', ConsistentRead: true })).Count).toBe(2);
  });

  it('carries out a transaction once for a token in ten minutes, and again after them', async () => {
    const { call, settle } = await active();
    const increment = (by: string) =>
      call('TransactWriteItems', {
        ClientRequestToken: 'token',
        TransactItems: [
          {
            Update: {
              TableName: 'things',
              Key,
              UpdateExpression: 'ADD tally :by',
              ExpressionAttributeValues: { ':by': { N: by } },
            },
          },
        ],
      });
    const total = async () =>
      (await call('GetItem', { TableName: 'things', Key, ConsistentRead: true })).Item.tally?.N;
    await increment('1');
    await increment('1');
    expect(await total()).toBe('1');
    await expect(increment('2')).rejects.toMatchObject({ code: 'IdempotentParameterMismatchException' });
    await settle(10 * 60_000);
    await increment('1');
    expect(await total()).toBe('2');
  });
});

async function active() {
  const world = standInDynamoDb();
  await world.createThings();
  return world;
}
