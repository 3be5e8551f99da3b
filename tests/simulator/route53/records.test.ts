import * as clientRoute53 from '@aws-sdk/client-route-53';
import { describe, expect, it } from '@jest/globals';
import { wireClient } from '../wire-client.ts';
import { a, PRIMARY, route53World } from './route53-world.ts';

const refusal = (messages: string) =>
  expect.objectContaining({ code: 'InvalidChangeBatch', message: `[${messages}]` });

describe('a hosted zone', () => {
  it('is made once for a caller reference, with NS and SOA records of its own', async () => {
    const { call, zone } = route53World();
    const Id = await zone();
    expect(await call('GetHostedZone', { Id })).toMatchObject({
      HostedZone: { Name: 'example.com.', ResourceRecordSetCount: 2 },
      DelegationSet: {
        NameServers: [
          expect.stringMatching(/^ns-\d+\.awsdns-\d\d\.com$/),
          expect.anything(),
          expect.anything(),
          expect.anything(),
        ],
      },
    });
    await expect(zone()).rejects.toMatchObject({ code: 'HostedZoneAlreadyExists', statusCode: 409 });
    const again = call('CreateHostedZone', { Name: 'example.com', CallerReference: 'another' });
    expect((await again).HostedZone.Id).not.toBe(Id);
    await expect(call('GetHostedZone', { Id: 'Z0' })).rejects.toMatchObject({
      code: 'NoSuchHostedZone',
      message: 'No hosted zone found with ID: Z0',
      statusCode: 404,
    });
  });

  it('is deleted only when its own records alone are left', async () => {
    const { call, zone, change } = route53World();
    const Id = await zone();
    const record = a('shop.example.com', '192.0.2.1');
    await change(Id, ['CREATE', record]);
    await expect(call('DeleteHostedZone', { Id })).rejects.toMatchObject({ code: 'HostedZoneNotEmpty' });
    await change(Id, ['DELETE', record]);
    await call('DeleteHostedZone', { Id });
    await expect(call('GetHostedZone', { Id })).rejects.toMatchObject({ code: 'NoSuchHostedZone' });
  });

  it('is listed by the labels of its name from the right, page by page', async () => {
    const { call, zone } = route53World();
    for (const name of ['b.org', 'a.b.org', 'z.com']) await zone(name);
    const first = await call('ListHostedZonesByName', { MaxItems: 2 });
    const names = first.HostedZones.map(({ Name }) => Name);
    expect([names, first.IsTruncated, first.NextDNSName]).toEqual([['z.com.', 'b.org.'], true, 'a.b.org.']);
    const second = await call('ListHostedZonesByName', {
      DNSName: first.NextDNSName,
      HostedZoneId: first.NextHostedZoneId,
    });
    expect(second.HostedZones.map(({ Name }) => Name)).toEqual(['a.b.org.']);
  });
});

describe('a change of records', () => {
  it('is PENDING until the name servers have it, within 60 seconds', async () => {
    const { call, zone, change, seconds, resolve } = route53World();
    const { ChangeInfo } = await change(await zone(), ['CREATE', a('shop.example.com', '192.0.2.1')]);
    expect([ChangeInfo.Status, resolve()]).toEqual(['PENDING', undefined]);
    await seconds(1);
    expect((await call('GetChange', { Id: ChangeInfo.Id })).ChangeInfo.Status).toBe('PENDING');
    await seconds(60);
    expect((await call('GetChange', { Id: ChangeInfo.Id })).ChangeInfo.Status).toBe('INSYNC');
    expect(resolve()).toMatchObject({ values: ['192.0.2.1'], ttlSeconds: 30 });
    await expect(call('GetChange', { Id: 'C0' })).rejects.toMatchObject({
      code: 'NoSuchChange',
      statusCode: 404,
    });
  });

  it('is carried out as a whole or not at all, and names each fault', async () => {
    const { call, zone, change } = route53World();
    const Id = await zone();
    const good = a('shop.example.com', '192.0.2.1');
    await change(Id, ['CREATE', good]);
    const batch = change(
      Id,
      ['CREATE', a('new.example.com', '192.0.2.9')],
      ['CREATE', good],
      ['DELETE', a('gone.example.com', '192.0.2.1')],
      ['DELETE', a('shop.example.com', '192.0.2.7')],
      ['CREATE', a('shop.example.org', '192.0.2.1')],
    );
    await expect(batch).rejects.toEqual(
      refusal(
        [
          "Tried to create resource record set [name='shop.example.com.', type='A'] but it already exists",
          "Tried to delete resource record set [name='gone.example.com.', type='A'] but it was not found",
          "Tried to delete resource record set [name='shop.example.com.', type='A'] but the values provided do not match the current values",
          'RRSet with DNS name shop.example.org. is not permitted in zone example.com.',
        ].join(', '),
      ),
    );
    const { ResourceRecordSets } = await call('ListResourceRecordSets', { HostedZoneId: Id });
    expect(ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      'example.com. NS',
      'example.com. SOA',
      'shop.example.com. A',
    ]);
  });

  it.each([
    [
      'a CNAME at the apex',
      { Name: 'example.com', Type: 'CNAME', TTL: 1, ResourceRecords: [{ Value: 'x.org' }] },
      /not permitted at apex/,
    ],
    [
      'a CNAME beside another record',
      { Name: 'taken.example.com', Type: 'CNAME', TTL: 1, ResourceRecords: [{ Value: 'x.org' }] },
      /conflicts with other records/,
    ],
    ['an address that is none', a('b.example.com', '192.0.2'), /ARRDATAIllegalIPv4Address/],
    [
      'a record without a TTL',
      { Name: 'b.example.com', Type: 'A', ResourceRecords: [{ Value: '192.0.2.1' }] },
      /but found none/,
    ],
    [
      'an alias with values',
      a('b.example.com', '192.0.2.1', {
        AliasTarget: { HostedZoneId: 'Z1', DNSName: 'x', EvaluateTargetHealth: false },
      }),
      /but found more than one/,
    ],
    [
      'routing without an identifier',
      a('b.example.com', '192.0.2.1', { Failover: 'PRIMARY' }),
      /Missing field 'SetIdentifier'/,
    ],
    [
      'a second primary',
      a('pair.example.com', '192.0.2.1', { Failover: 'PRIMARY', SetIdentifier: 'again' }),
      /must be unique/,
    ],
    ['a simple record beside a pair', a('pair.example.com', '192.0.2.1'), /cannot be created because/],
    [
      'a health check that is not there',
      a('b.example.com', '192.0.2.1', { HealthCheckId: 'none' }),
      /No health check found/,
    ],
  ])('refuses %s', async (_, record, message) => {
    const { zone, change } = route53World();
    const Id = await zone();
    await change(
      Id,
      ['CREATE', a('taken.example.com', '192.0.2.1')],
      ['CREATE', a('pair.example.com', '192.0.2.1', { Failover: 'PRIMARY', SetIdentifier: 'p' })],
    );
    await expect(change(Id, ['CREATE', record])).rejects.toMatchObject({
      code: 'InvalidChangeBatch',
      message: expect.stringMatching(message),
    });
  });

  it('leaves a zone its own NS and SOA records', async () => {
    const { call, zone, change } = route53World();
    const Id = await zone();
    const { ResourceRecordSets } = await call('ListResourceRecordSets', { HostedZoneId: Id });
    await expect(change(Id, ['DELETE', ResourceRecordSets[0]])).rejects.toMatchObject({
      code: 'InvalidChangeBatch',
    });
  });

  it('with what is not modelled ends the run by name', async () => {
    const { zone, change } = route53World();
    const record = a('b.example.com', '192.0.2.1', {
      GeoLocation: { CountryCode: 'DE' },
      SetIdentifier: 'de',
    });
    await expect(change(await zone(), ['CREATE', record])).rejects.toMatchObject({
      name: 'NotSimulated',
      message: expect.stringContaining('GeoLocation of a record set of route53'),
    });
  });
});

describe('tags', () => {
  it('are of zones and checks, ten at most', async () => {
    const { call, zone, check } = route53World();
    const of = { ResourceType: 'hostedzone', ResourceId: await zone() };
    await call('ChangeTagsForResource', { ...of, AddTags: [{ Key: 'plan', Value: 'shop' }] });
    expect((await call('ListTagsForResource', of)).ResourceTagSet.Tags).toEqual([
      { Key: 'plan', Value: 'shop' },
    ]);
    await call('ChangeTagsForResource', { ...of, RemoveTagKeys: ['plan'] });
    expect((await call('ListTagsForResource', of)).ResourceTagSet.Tags).toEqual([]);
    const ids = [await check({ FullyQualifiedDomainName: 'a.example.com' })];
    const listed = await call('ListTagsForResources', { ResourceType: 'healthcheck', ResourceIds: ids });
    expect(listed.ResourceTagSets).toEqual([{ ResourceType: 'healthcheck', ResourceId: ids[0], Tags: [] }]);
    const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(call('ChangeTagsForResource', { ...of, AddTags: many })).rejects.toMatchObject({
      code: 'InvalidInput',
    });
  });
});

describe('over the wire', () => {
  it('zones, records and checks come as the SDK reads them', async () => {
    const { world } = route53World();
    const client = wireClient(
      clientRoute53,
      clientRoute53.Route53Client,
      world.region(PRIMARY).service('route53'),
    );
    const { HostedZone, ChangeInfo } = await client.send(
      new clientRoute53.CreateHostedZoneCommand({ Name: 'Example.com', CallerReference: 'r' }),
    );
    expect([HostedZone?.Name, ChangeInfo?.Status, ChangeInfo?.SubmittedAt]).toEqual([
      'example.com.',
      'PENDING',
      expect.any(Date),
    ]);
    const ResourceRecordSet = a('shop.example.com', '192.0.2.1', { Failover: 'PRIMARY', SetIdentifier: 'p' });
    const Changes = [{ Action: 'CREATE', ResourceRecordSet }] as clientRoute53.Change[];
    const HostedZoneId = HostedZone?.Id;
    await client.send(
      new clientRoute53.ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }),
    );
    const listed = await client.send(new clientRoute53.ListResourceRecordSetsCommand({ HostedZoneId }));
    expect(listed.ResourceRecordSets?.at(-1)).toEqual({ ...ResourceRecordSet, Name: 'shop.example.com.' });
    const made = await client.send(
      new clientRoute53.CreateHealthCheckCommand({
        CallerReference: 'c',
        HealthCheckConfig: {
          Type: 'HTTPS',
          FullyQualifiedDomainName: 'a.example.com',
          Regions: ['us-east-1', 'us-west-1', 'eu-west-1'],
        },
      }),
    );
    expect(made.HealthCheck?.HealthCheckConfig).toMatchObject({
      RequestInterval: 30,
      Regions: ['us-east-1', 'us-west-1', 'eu-west-1'],
    });
    await expect(
      client.send(new clientRoute53.GetHealthCheckCommand({ HealthCheckId: 'none' })),
    ).rejects.toMatchObject({ name: 'NoSuchHealthCheck' });
  });
});
