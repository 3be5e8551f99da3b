import { beforeEach, describe, expect, it } from '@jest/globals';
import { stackContext } from '../service-calls.ts';
import { route53World, STANDBY } from './route53-world.ts';

let drive: ReturnType<typeof route53World>;
beforeEach(() => {
  drive = route53World();
});

/** A stack of another region makes them: Route 53 is one for all. */
function provider(type: string) {
  const found = drive.world.region(STANDBY).service('route53').resourceTypes?.[`AWS::Route53::${type}`];
  if (!found) throw new Error(`no AWS::Route53::${type}`);
  return found;
}

/** Waits, as time goes on, until a resource is made. */
async function done<T>(making: Promise<T>): Promise<T> {
  const [made] = await Promise.all([making, drive.seconds(200)]);
  return made;
}

const { context, asked } = stackContext();
const create = (type: string, properties: object) =>
  done(provider(type).create(properties as Record<string, unknown>, context));
const zoneOf = async (): Promise<string> => (await create('HostedZone', { Name: 'example.com' })).physicalId;

describe('resources of a stack', () => {
  it('are a zone with its name servers, once these have it', async () => {
    const made = await create('HostedZone', {
      Name: 'example.com',
      HostedZoneTags: [{ Key: 'plan', Value: 'shop' }],
    });
    expect(made).toMatchObject({
      physicalId: expect.stringMatching(/^Z/),
      attributes: { NameServers: expect.any(Array) },
    });
    expect(drive.resolve('example.com', 'SOA')?.values).toHaveLength(1);
    expect(asked).toContain('route53:CreateHostedZone *');
    const tags = await drive.call('ListTagsForResource', {
      ResourceType: 'hostedzone',
      ResourceId: made.physicalId,
    });
    expect(tags.ResourceTagSet.Tags).toEqual([{ Key: 'plan', Value: 'shop' }]);
    await provider('HostedZone').delete(made.physicalId, {}, context);
    await provider('HostedZone').delete(made.physicalId, {}, context);
  });

  it('are a record, whose texts are numbers, whose values change in place and which goes with its stack', async () => {
    const HostedZoneId = await zoneOf();
    const record = {
      HostedZoneId,
      Name: 'shop.example.com',
      Type: 'A',
      TTL: '30',
      ResourceRecords: ['192.0.2.1'],
    };
    const made = await create('RecordSet', record);
    expect([made.physicalId, drive.resolve()]).toMatchObject([
      'shop.example.com',
      { values: ['192.0.2.1'], ttlSeconds: 30 },
    ]);
    const next = { ...record, ResourceRecords: ['192.0.2.2'] };
    await done(provider('RecordSet').update(made.physicalId, next, record, context));
    expect(drive.resolve()?.values).toEqual(['192.0.2.2']);
    const pair = { ...next, Failover: 'PRIMARY', SetIdentifier: 'one' };
    await done(provider('RecordSet').update(made.physicalId, pair, next, context));
    expect(drive.resolve()?.setIdentifier).toBe('one');
    await done(provider('RecordSet').delete(made.physicalId, pair, context));
    expect(drive.resolve()).toBeUndefined();
  });

  it('are a group of records, changed together', async () => {
    const HostedZoneName = 'example.com.';
    await zoneOf();
    const of = (name: string) => ({
      Name: `${name}.example.com`,
      Type: 'A',
      TTL: '30',
      ResourceRecords: ['192.0.2.1'],
    });
    const before = { HostedZoneName, RecordSets: [of('a'), of('b')] };
    const made = await create('RecordSetGroup', before);
    const after = { HostedZoneName, RecordSets: [of('b'), of('c')] };
    await done(provider('RecordSetGroup').update(made.physicalId, after, before, context));
    const known = ['a', 'b', 'c'].filter((name) => drive.resolve(`${name}.example.com`));
    expect(known).toEqual(['b', 'c']);
  });

  it('are a health check, changed in place but for its type and interval', async () => {
    const { replacementProperties } = provider('HealthCheck');
    expect(replacementProperties).toContain('HealthCheckConfig.RequestInterval');
    const HealthCheckConfig = {
      Type: 'HTTPS',
      FullyQualifiedDomainName: 'a.example.com',
      Port: '443',
      RequestInterval: '10',
      Inverted: 'true',
    };
    const { physicalId } = await create('HealthCheck', { HealthCheckConfig });
    const read = async () => (await drive.call('GetHealthCheck', { HealthCheckId: physicalId })).HealthCheck;
    expect(await read()).toMatchObject({
      HealthCheckConfig: { Port: 443, RequestInterval: 10, Inverted: true },
    });
    const next = { HealthCheckConfig: { ...HealthCheckConfig, FailureThreshold: '1' } };
    await provider('HealthCheck').update(physicalId, next, { HealthCheckConfig }, context);
    expect(await read()).toMatchObject({ HealthCheckVersion: 2, HealthCheckConfig: { FailureThreshold: 1 } });
    await provider('HealthCheck').delete(physicalId, next, context);
    await expect(read()).rejects.toMatchObject({ code: 'NoSuchHealthCheck' });
  });

  it('with a property that is not modelled end the run by name', async () => {
    await expect(
      provider('HostedZone').create({ Name: 'example.com', VPCs: [] }, context),
    ).rejects.toMatchObject({ name: 'NotSimulated' });
  });
});
