import { describe, expect, it } from '@jest/globals';
import { standInDynamoDb } from './stand-in-dynamodb.ts';

const Key = { pk: { S: 'a' } };

/** Values seen by eventually consistent reads right after a second write. */
async function readsAfterWrite(seed: number) {
  const { call, createThings, settle } = standInDynamoDb(seed);
  await createThings();
  const put = (n: number) => call('PutItem', { TableName: 'things', Item: { ...Key, n: { N: `${n}` } } });
  const read = async (ConsistentRead: boolean) =>
    (await call('GetItem', { TableName: 'things', Key, ConsistentRead })).Item?.n?.N;
  await put(1);
  await settle(5000);
  await put(2);
  const strong = await read(true);
  const eventual: (string | undefined)[] = [];
  for (let n = 0; n < 30; n++) eventual.push(await read(false));
  await settle(2000);
  const settled: (string | undefined)[] = [];
  for (let n = 0; n < 30; n++) settled.push(await read(false));
  return { strong, eventual, settled };
}

describe('reads', () => {
  it('may be stale for a moment unless they ask for consistency', async () => {
    const { strong, eventual, settled } = await readsAfterWrite(1);
    expect(strong).toBe('2');
    expect(new Set(eventual)).toEqual(new Set(['1', '2']));
    expect(new Set(settled)).toEqual(new Set(['2']));
  });

  it('are the same in two runs of one seed', async () => {
    expect(await readsAfterWrite(7)).toEqual(await readsAfterWrite(7));
  });

  it('never show what the caller did to an answer or to its own request', async () => {
    const { call, createThings } = standInDynamoDb();
    await createThings();
    const Item = { ...Key, list: { L: [{ S: 'one' }] } };
    await call('PutItem', { TableName: 'things', Item });
    Item.list.L.push({ S: 'two' });
    const read = () => call('GetItem', { TableName: 'things', Key, ConsistentRead: true });
    const answered: unknown[] | undefined = (await read()).Item.list?.L;
    expect(answered?.push({ S: 'three' })).toBe(2);
    expect((await read()).Item.list).toEqual({ L: [{ S: 'one' }] });
  });

  it('find a new item in a global secondary index only after a while', async () => {
    const { call, createThings, settle } = standInDynamoDb();
    await createThings(false, {
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'kind', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-kind',
          KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    await call('PutItem', { TableName: 'things', Item: { ...Key, kind: { S: 'k' } } });
    const count = async () => (await call('Scan', { TableName: 'things', IndexName: 'by-kind' })).Count;
    expect(await count()).toBe(0);
    await settle(2000);
    expect(await count()).toBe(1);
  });
});

describe('time to live', () => {
  it('deletes an item some time after it expired, and reads return it until then', async () => {
    const { call, createThings, settle, kernel } = standInDynamoDb();
    await createThings();
    await call('UpdateTimeToLive', {
      TableName: 'things',
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
    const expires = { N: `${Math.floor(kernel.now() / 1000) + 60}` };
    await call('PutItem', { TableName: 'things', Item: { ...Key, expires } });
    await call('PutItem', { TableName: 'things', Item: { pk: { S: 'b' }, expires: { S: 'no number' } } });
    const count = async () => (await call('Scan', { TableName: 'things', ConsistentRead: true })).Count;
    await settle(61_000);
    expect(await count()).toBe(2);
    await settle(3 * 24 * 3600 * 1000);
    expect(await count()).toBe(1);
    await expect(
      call('PutItem', {
        TableName: 'things',
        Item: Key,
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ).resolves.toEqual({});
  });

  // Texts of the service (public issue threads of Terraform and CDK).
  it('can be changed once an hour, and only to something else', async () => {
    const { call, createThings, settle } = standInDynamoDb();
    await createThings();
    const set = (AttributeName: string, Enabled: boolean) =>
      call('UpdateTimeToLive', { TableName: 'things', TimeToLiveSpecification: { AttributeName, Enabled } });
    await expect(set('t', false)).rejects.toThrow('TimeToLive is already disabled');
    await set('t', true);
    await expect(set('t', true)).rejects.toThrow('TimeToLive is already enabled');
    await expect(set('u', true)).rejects.toThrow(
      'TimeToLive is active on a different AttributeName: current AttributeName is t',
    );
    await expect(set('t', false)).rejects.toThrow('modified multiple times within a fixed interval');
    await settle(3600_000);
    await set('t', false);
    expect(await call('DescribeTimeToLive', { TableName: 'things' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
  });
});
