import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Answer, standInDynamoDb } from './stand-in-dynamodb.ts';

const world = standInDynamoDb();
const { call, settle } = world;

const INDEXES = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'holder', AttributeType: 'S' },
    { AttributeName: 'rank', AttributeType: 'N' },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'by-rank',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-holder',
      KeySchema: [
        { AttributeName: 'holder', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['note'] },
    },
  ],
};

const SORT_KEYS = [-20, -3, 0, 1, 2, 9, 10, 11, 100];

beforeAll(async () => {
  await world.createThings(true, INDEXES);
  for (const sk of SORT_KEYS) {
    const holder = sk % 2 === 0 ? 'even' : 'odd';
    const Item = {
      pk: { S: 'p' },
      sk: { N: `${sk}` },
      holder: { S: holder },
      note: { S: `n${sk}` },
      body: { S: 'b' },
      // One item stays out of both indexes.
      ...(sk !== 9 && { rank: { N: `${-sk}` } }),
    };
    await call('PutItem', { TableName: 'things', Item });
  }
  await settle(5000);
});

const query = (more: object): Promise<Answer<'Query'>> =>
  call('Query', {
    TableName: 'things',
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': { S: 'p' } },
    ConsistentRead: true,
    ...more,
  });
const sortKeys = (answer: Answer<'Query'>): number[] => answer.Items.map((item) => Number(item.sk?.N));

describe('Query', () => {
  it('sorts numbers by value, and turns round', async () => {
    expect(sortKeys(await query({}))).toEqual(SORT_KEYS);
    expect(sortKeys(await query({ ScanIndexForward: false }))).toEqual([...SORT_KEYS].reverse());
  });

  it.each([
    ['sk > :x', [11, 100]],
    ['sk >= :x', [10, 11, 100]],
    [':x > sk', [-20, -3, 0, 1, 2, 9]],
    ['sk BETWEEN :y AND :x', [2, 9, 10]],
  ])('selects by pk = :p AND %s', async (range, expected) => {
    const values = { ':p': { S: 'p' }, ':x': { N: '10' }, ...(range.includes(':y') && { ':y': { N: '2' } }) };
    const answer = await query({
      KeyConditionExpression: `pk = :p AND ${range}`,
      ExpressionAttributeValues: values,
    });
    expect(sortKeys(answer)).toEqual(expected);
  });

  it('filters after it has read: the limit counts what was read', async () => {
    const answer = await query({
      FilterExpression: 'holder = :o',
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':o': { S: 'odd' } },
      Limit: 3,
    });
    expect(answer).toMatchObject({
      Count: 1,
      ScannedCount: 3,
      LastEvaluatedKey: { pk: { S: 'p' }, sk: { N: '0' } },
    });
    expect(sortKeys(answer)).toEqual([-3]);
  });

  it('comes to the same whatever the pages, in a table and in both kinds of index', async () => {
    const source = fc.constantFrom<{ IndexName?: string; ConsistentRead?: boolean }>(
      {},
      { IndexName: 'by-rank' },
      { IndexName: 'by-holder', ConsistentRead: false },
    );
    await fc.assert(
      fc.asyncProperty(
        source,
        fc.integer({ min: 1, max: 10 }),
        fc.boolean(),
        async (from, Limit, ScanIndexForward) => {
          const isOwner = from.IndexName === 'by-holder';
          const select = {
            ...from,
            ScanIndexForward,
            ...(isOwner && {
              KeyConditionExpression: 'holder = :p',
              ExpressionAttributeValues: { ':p': { S: 'even' } },
            }),
          };
          const whole = await query(select);
          const pages: number[] = [];
          let ExclusiveStartKey: object | undefined;
          do {
            const page = await query({ ...select, Limit, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
            pages.push(...sortKeys(page));
            ExclusiveStartKey = page.LastEvaluatedKey;
          } while (ExclusiveStartKey);
          expect(pages).toEqual(sortKeys(whole));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives of an index what it holds: a local one fetches the rest, a global one cannot', async () => {
    const local = await query({ IndexName: 'by-rank', Limit: 1 });
    expect(local.Items).toEqual([{ pk: { S: 'p' }, sk: { N: '100' }, rank: { N: '-100' } }]);
    const fetched = await query({ IndexName: 'by-rank', Limit: 1, ProjectionExpression: 'body' });
    expect(fetched.Items).toEqual([{ body: { S: 'b' } }]);
    const byOwner = {
      KeyConditionExpression: 'holder = :p',
      ExpressionAttributeValues: { ':p': { S: 'odd' } },
    };
    const global = await query({ ...byOwner, IndexName: 'by-holder', ConsistentRead: false, Limit: 1 });
    expect(global.Items).toEqual([
      { pk: { S: 'p' }, sk: { N: '11' }, holder: { S: 'odd' }, rank: { N: '-11' }, note: { S: 'n11' } },
    ]);
    await expect(
      query({ ...byOwner, IndexName: 'by-holder', ConsistentRead: false, ProjectionExpression: 'body' }),
    ).rejects.toThrow('Global secondary index by-holder does not project [body]');
  });

  // Developer guide, "Querying tables"; texts of the service.
  it.each<[object, string]>([
    [{ KeyConditionExpression: 'sk = :p' }, 'Query condition missed key schema element: pk'],
    [{ KeyConditionExpression: 'pk > :p' }, 'Query key condition not supported'],
    [{ KeyConditionExpression: 'pk = :p AND zzz = :p' }, 'Query condition missed key schema element: sk'],
    [
      { ExpressionAttributeValues: { ':p': { N: '1' } } },
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [{ IndexName: 'missing' }, 'The table does not have the specified index: missing'],
    [
      { ExpressionAttributeValues: { ':p': { S: '' } } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [{ IndexName: 'by-holder' }, 'Consistent reads are not supported on global secondary indexes'],
    [
      { FilterExpression: 'sk = :p' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    ],
    [{ ExclusiveStartKey: { pk: { S: 'p' } } }, 'The provided starting key is invalid'],
    [
      { ExclusiveStartKey: { pk: { S: 'p' }, sk: { S: '1' } } },
      'The provided key element does not match the schema',
    ],
    [
      { ExclusiveStartKey: { pk: { S: 'p' }, sk: {} } },
      'The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { ProjectionExpression: 'pk.part' },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    ],
    [
      { FilterExpression: 'attribute_exists(holder[0])' },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: holder",
    ],
    [
      { ExpressionAttributeValues: { ':p': { BOOL: true } } },
      'One or more parameter values were invalid: ComparisonOperator EQ is not valid for BOOL AttributeValue type',
    ],
    [
      { ReturnConsumedCapacity: 'all' },
      "1 validation error detected: Value 'all' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
    ],
    [
      { ExclusiveStartKey: { pk: { S: 'other' }, sk: { N: '1' } } },
      'The provided starting key is outside query boundaries based on provided conditions',
    ],
    [
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { KeyConditionExpression: undefined, ExpressionAttributeValues: undefined },
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    ],
  ])('refuses %j', async (more, message) => {
    await expect(query(more)).rejects.toMatchObject({ code: 'ValidationException', message });
  });
});

describe('Scan', () => {
  it('finds each item once over all segments and pages', async () => {
    for (let n = 0; n < 30; n++) {
      await call('PutItem', { TableName: 'things', Item: { pk: { S: `scan-${n}` }, sk: { N: '0' } } });
    }
    const found: string[] = [];
    for (const Segment of [0, 1, 2]) {
      let ExclusiveStartKey: object | undefined;
      do {
        const page: Answer<'Scan'> = await call('Scan', {
          TableName: 'things',
          ConsistentRead: true,
          Segment,
          TotalSegments: 3,
          Limit: 4,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        });
        found.push(...page.Items.map((item) => `${item.pk?.S}/${item.sk?.N}`));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    }
    expect(found.length).toBe(30 + SORT_KEYS.length);
    expect(new Set(found).size).toBe(found.length);
  });

  it('ends a page at 1 MB', async () => {
    const { call: callLarge, createThings } = standInDynamoDb();
    await createThings();
    for (let n = 0; n < 4; n++) {
      const Item = { pk: { S: `${n}` }, body: { S: 'x'.repeat(390 * 1024) } };
      await callLarge('PutItem', { TableName: 'things', Item });
    }
    const page = await callLarge('Scan', { TableName: 'things', ConsistentRead: true, Select: 'COUNT' });
    expect(page).toMatchObject({ Count: 2, LastEvaluatedKey: expect.anything() });
    expect(page.Items).toBeUndefined();
  });
});

describe("an update of an index's key", () => {
  const update = (UpdateExpression: string, value?: object) =>
    call('UpdateItem', {
      TableName: 'things',
      Key: { pk: { S: 'p' }, sk: { N: '0' } },
      UpdateExpression,
      ...(value && { ExpressionAttributeValues: { ':v': value } }),
    });

  it.each<[string, object | undefined, string]>([
    [
      'SET holder = :v',
      { S: '' },
      'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.',
    ],
    [
      'SET holder = :v',
      { N: '1' },
      'One or more parameter values were invalid: Type mismatch for Index Key holder Expected: S Actual: N IndexName: by-holder',
    ],
    [
      'SET holder = sk',
      undefined,
      'The update expression attempted to update the secondary index key to unsupported type',
    ],
  ])('is refused: %s of %j', async (expression, value, message) => {
    await expect(update(expression, value)).rejects.toMatchObject({ code: 'ValidationException', message });
  });
});
