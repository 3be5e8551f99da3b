import { describe, expect, it } from '@jest/globals';
import type { ResourceContext } from '../../../simulator/service.ts';
import { ADMINISTRATOR, standInDynamoDb } from './stand-in-dynamodb.ts';

const US = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1'];
const TYPE = 'AWS::DynamoDB::GlobalTable';
const Key = { pk: { S: 'a' } };

const DEFINITION = {
  TableName: 'things',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

function context(asked: string[] = []): ResourceContext {
  return {
    stackId: 'stack',
    stackName: 'stack',
    logicalId: 'Things',
    tags: { team: 'fleet' },
    caller: ADMINISTRATOR,
    authorize: ({ action, resource }) => asked.push(`${action} ${resource}`),
  };
}

/** A world with the global table `things`, whose stack lives in us-east-1. */
async function globalThings(properties: object, seed = 1) {
  const world = standInDynamoDb(seed, US);
  const provider = world.services.get('us-east-1')?.resourceTypes?.[TYPE];
  if (!provider) throw new Error(`${TYPE} is not provided`);
  const asked: string[] = [];
  const creation = provider.create({ ...DEFINITION, ...properties }, context(asked));
  await Promise.all([creation, world.settle(600_000)]);
  const put = (region: string, n: number, more: object = {}) =>
    world.call('PutItem', { TableName: 'things', Item: { ...Key, n: { N: `${n}` } }, ...more }, region);
  const read = async (region: string, ConsistentRead = true): Promise<string | undefined> =>
    (await world.call('GetItem', { TableName: 'things', Key, ConsistentRead }, region)).Item?.n?.N;
  return { ...world, provider, asked, put, read };
}

const EVENTUAL = {
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  Replicas: [{ Region: 'us-east-1' }, { Region: 'us-west-2', DeletionProtectionEnabled: 'true' }],
};

const STRONG = {
  MultiRegionConsistency: 'STRONG',
  Replicas: [{ Region: 'us-east-1' }, { Region: 'us-west-2' }],
  GlobalTableWitnesses: [{ Region: 'us-east-2' }],
};

describe('an eventually consistent global table', () => {
  it('is made with all of its replicas by one resource', async () => {
    const { call, asked } = await globalThings(EVENTUAL);
    const { Table } = await call('DescribeTable', { TableName: 'things' }, 'us-west-2');
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:us-west-2:111122223333:table/things',
      DeletionProtectionEnabled: true,
      MultiRegionConsistency: 'EVENTUAL',
      Replicas: [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }],
    });
    const ResourceArn = Table.TableArn;
    expect((await call('ListTagsOfResource', { ResourceArn }, 'us-west-2')).Tags).toEqual([
      { Key: 'team', Value: 'fleet' },
    ]);
    expect(asked).toContain(
      'dynamodb:CreateTableReplica arn:aws:dynamodb:us-west-2:111122223333:table/things',
    );
  });

  it('shows a write in the other region after a lag', async () => {
    const { put, read, settle } = await globalThings(EVENTUAL);
    await put('us-east-1', 1);
    expect(await read('us-east-1')).toBe('1');
    expect(await read('us-west-2')).toBeUndefined();
    await settle(5000);
    expect(await read('us-west-2')).toBe('1');
  });

  it('judges conditions on the local replica alone, and keeps the later write in both', async () => {
    const { put, read, settle } = await globalThings(EVENTUAL);
    const once = { ConditionExpression: 'attribute_not_exists(pk)' };
    await put('us-east-1', 1, once);
    await settle(1);
    await expect(put('us-west-2', 2, once)).resolves.toEqual({});
    await settle(5000);
    expect([await read('us-east-1'), await read('us-west-2')]).toEqual(['2', '2']);
  });

  it('comes to the same in both regions, whatever the order of arrival', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { put, read, settle, kernel } = await globalThings(EVENTUAL, seed);
      const random = kernel.random('test');
      for (let n = 1; n <= 10; n++) {
        await put(random.pick(['us-east-1', 'us-west-2']), n);
        await settle(random.integer(0, 400));
      }
      await settle(10_000);
      expect([seed, await read('us-east-1')]).toEqual([seed, await read('us-west-2')]);
    }
  });

  it('holds writes back while the regions cannot reach each other', async () => {
    const { put, read, settle, outages } = await globalThings(EVENTUAL);
    const mend = outages.begin({ kind: 'partition', between: ['us-west-2', 'us-east-1'] });
    await put('us-east-1', 1);
    await settle(3600_000);
    expect(await read('us-west-2')).toBeUndefined();
    mend();
    await settle(5000);
    expect(await read('us-west-2')).toBe('1');
  });

  it('replicates a deletion, and no older write brings the item back', async () => {
    const { call, put, read, settle } = await globalThings(EVENTUAL);
    await put('us-west-2', 1);
    await settle(5000);
    await call('DeleteItem', { TableName: 'things', Key }, 'us-east-1');
    await settle(5000);
    expect([await read('us-east-1'), await read('us-west-2')]).toEqual([undefined, undefined]);
  });

  it('gains and loses one replica in an update, and fills it', async () => {
    const { provider, put, read, settle } = await globalThings(EVENTUAL);
    await put('us-east-1', 1);
    const before = { ...DEFINITION, ...EVENTUAL };
    const after = { ...before, Replicas: [...EVENTUAL.Replicas, { Region: 'eu-west-1' }] };
    const update = provider.update('things', after, before, context());
    await settle(600_000);
    await update;
    expect(await read('eu-west-1')).toBe('1');
    const two = { ...after, Replicas: [{ Region: 'us-east-1' }] };
    await expect(provider.update('things', two, after, context())).rejects.toThrow('only one replica');
    const removal = provider.update('things', before, after, context());
    await settle(600_000);
    await removal;
    await expect(read('eu-west-1')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  // "You must wait 24 hours from the time you add a read replica to successfully delete a source table" (developer guide);
  // seen on AWS: once the replica that was added is gone, the source can be deleted.
  it('keeps the replica that others were added from for 24 hours, while one of those is there', async () => {
    const { Replicas, ...rest } = EVENTUAL;
    const unprotected = { ...rest, Replicas: Replicas.map(({ Region }) => ({ Region })) };
    const { call, settle } = await globalThings(unprotected);
    const remove = (region: string) => call('DeleteTable', { TableName: 'things' }, region);
    await expect(remove('us-east-1')).rejects.toThrow(
      'Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.',
    );
    await remove('us-west-2');
    await expect(remove('us-east-1')).rejects.toThrow('has acted as a source region');
    await settle(600_000);
    await expect(remove('us-east-1')).resolves.toMatchObject({
      TableDescription: { TableStatus: 'DELETING' },
    });

    const older = await globalThings(unprotected);
    await older.settle(86_400_000);
    await expect(older.call('DeleteTable', { TableName: 'things' })).resolves.toBeDefined();
  });

  it('is refused without a stream, or without the region of its stack', async () => {
    await expect(globalThings({ Replicas: EVENTUAL.Replicas })).rejects.toThrow('StreamSpecification');
    await expect(globalThings({ ...EVENTUAL, Replicas: [{ Region: 'us-west-2' }] })).rejects.toThrow(
      'Replicas must include the region in which the stack is deployed',
    );
  });
});

describe('a strongly consistent global table', () => {
  it('shows a write everywhere at once, and judges conditions on it', async () => {
    const { call, put, read, settle } = await globalThings(STRONG);
    await put('us-east-1', 1);
    expect(await read('us-west-2')).toBe('1');
    await settle(1000);
    await expect(
      put('us-west-2', 2, { ConditionExpression: 'attribute_not_exists(pk)' }),
    ).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    const { Table } = await call('DescribeTable', { TableName: 'things' }, 'us-west-2');
    expect(Table.GlobalTableWitnesses).toEqual([{ RegionName: 'us-east-2', WitnessStatus: 'ACTIVE' }]);
    await expect(read('us-east-2')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  it('refuses a write while another region writes the same item', async () => {
    const { put, settle } = await globalThings(STRONG);
    await put('us-east-1', 1);
    await expect(put('us-west-2', 2)).rejects.toMatchObject({ code: 'ReplicatedWriteConflictException' });
    await settle(1000);
    await expect(put('us-west-2', 2)).resolves.toEqual({});
  });

  it('answers where it reaches one more region, and nowhere else', async () => {
    const { put, read, outages } = await globalThings(STRONG);
    outages.begin({ kind: 'partition', between: ['us-east-1', 'us-west-2'] });
    await expect(put('us-west-2', 1)).resolves.toEqual({});
    const mend = outages.begin({ kind: 'partition', between: ['us-east-2', 'us-west-2'] });
    await expect(put('us-west-2', 2)).rejects.toMatchObject({ code: 'InternalServerError' });
    await expect(read('us-west-2')).rejects.toMatchObject({ code: 'InternalServerError' });
    mend();
    expect(await read('us-west-2')).toBe('1');
  });

  it('needs a way there and a way back', async () => {
    const { put, read, outages } = await globalThings(STRONG);
    const others = ['us-east-1', 'us-east-2'] as const;
    const ends = others.map((other) =>
      outages.begin({ kind: 'partition', between: [other, 'us-west-2'], oneWay: true }),
    );
    // It reaches both, and no answer comes back.
    await expect(put('us-west-2', 1)).rejects.toMatchObject({ code: 'InternalServerError' });
    await expect(put('us-east-1', 2)).resolves.toEqual({});
    ends[0]?.();
    expect(await read('us-west-2')).toBe('2');
  });

  it('that is cut off reads what it had, until it catches up', async () => {
    const { call, put, read, settle, outages } = await globalThings(STRONG);
    await put('us-west-2', 1);
    await settle(1000);
    const ends = ['us-east-1', 'us-east-2'].map((other) =>
      outages.begin({ kind: 'partition', between: [other, 'us-west-2'], service: 'dynamodb' }),
    );
    await put('us-east-1', 2);
    await settle(60_000);
    expect([await read('us-west-2', false), await read('us-east-1', false)]).toEqual(['1', '2']);
    const scan = async () => (await call('Scan', { TableName: 'things' }, 'us-west-2')).Items?.[0]?.n?.N;
    expect(await scan()).toBe('1');
    const batch = (ConsistentRead: boolean) =>
      call('BatchGetItem', { RequestItems: { things: { Keys: [Key], ConsistentRead } } }, 'us-west-2');
    await expect(batch(true)).rejects.toMatchObject({ code: 'InternalServerError' });
    expect((await batch(false)).Responses?.things?.[0]?.n?.N).toBe('1');
    for (const end of ends) end();
    expect([await read('us-west-2', false), await read('us-west-2')]).toEqual(['1', '2']);
    await settle(5000);
    expect([await read('us-west-2', false), await scan()]).toEqual(['2', '2']);
  });

  it('takes no transactions and no time to live', async () => {
    const { call } = await globalThings(STRONG);
    const Put = { TableName: 'things', Item: Key };
    await expect(call('TransactWriteItems', { TransactItems: [{ Put }] })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(
      call('UpdateTimeToLive', {
        TableName: 'things',
        TimeToLiveSpecification: { AttributeName: 't', Enabled: true },
      }),
    ).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it.each<[string, object]>([
    ['two regions', { ...STRONG, GlobalTableWitnesses: undefined }],
    ['a region of another Region set', { ...STRONG, GlobalTableWitnesses: [{ Region: 'eu-west-1' }] }],
    [
      'four regions',
      {
        ...STRONG,
        Replicas: [...STRONG.Replicas, { Region: 'us-east-2' }],
        GlobalTableWitnesses: [{ Region: 'eu-west-1' }],
      },
    ],
  ])('is refused with %s, and leaves no table behind', async (_, properties) => {
    const world = standInDynamoDb(1, US);
    const provider = world.services.get('us-east-1')?.resourceTypes?.[TYPE];
    await expect(provider?.create({ ...DEFINITION, ...properties }, context())).rejects.toMatchObject({
      code: 'ValidationException',
    });
    expect(await world.call('ListTables', {})).toEqual({ TableNames: [] });
  });
});

describe('AWS::DynamoDB::Table', () => {
  it('makes, changes and deletes a table as CloudFormation does', async () => {
    const { call, services, settle } = standInDynamoDb();
    const provider = services.get('us-east-1')?.resourceTypes?.['AWS::DynamoDB::Table'];
    if (!provider) throw new Error('AWS::DynamoDB::Table is not provided');
    const { TableName: _, ...unnamed } = DEFINITION;
    const properties = {
      ...unnamed,
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: 'true' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      Tags: [{ Key: 'a', Value: '1' }],
    };
    const creation = provider.create(properties, context());
    await settle(60_000);
    const { physicalId, attributes } = await creation;
    expect(physicalId).toMatch(/^stack-Things-\w{12}$/);
    expect(attributes).toMatchObject({
      Arn: `arn:aws:dynamodb:us-east-1:111122223333:table/${physicalId}`,
      StreamArn: expect.stringContaining(`table/${physicalId}/stream/`),
    });
    const describe = async () => ({
      ...(await call('DescribeTable', { TableName: physicalId })).Table,
      ...(await call('DescribeTimeToLive', { TableName: physicalId })).TimeToLiveDescription,
      ...(await call('DescribeContinuousBackups', { TableName: physicalId })).ContinuousBackupsDescription
        .PointInTimeRecoveryDescription,
    });
    expect(await describe()).toMatchObject({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expires',
      PointInTimeRecoveryStatus: 'ENABLED',
    });
    const changed = {
      ...properties,
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: undefined,
    };
    const update = provider.update(physicalId, changed, properties, context());
    await settle(60_000);
    await update;
    expect(await describe()).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoveryStatus: 'DISABLED',
    });
    await expect(provider.delete(physicalId, changed, context())).rejects.toThrow(
      'protected against deletion',
    );
    await call('UpdateTable', { TableName: physicalId, DeletionProtectionEnabled: false });
    const deletion = provider.delete(physicalId, properties, context());
    await settle(60_000);
    await deletion;
    expect(await call('ListTables', {})).toEqual({ TableNames: [] });
  });
});
