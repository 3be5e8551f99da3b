import type * as S3 from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import type { S3Service } from '../../../simulator/s3/state.ts';
import { a, PRIMARY, route53World, STANDBY, WITNESS } from '../route53/route53-world.ts';
import { callerOf, stackContext } from '../service-calls.ts';

const EAST = '192.0.2.1';
const WEST = '192.0.2.2';
const NAME = 'shop.example.com';

/**
 * Traffic that a word moves: the primary's record is healthy while an object in the standby's region and one in the
 * witness's both say `primary`, by inverted checks that look for `standby`.
 */
async function movedByWord(seed = 1) {
  const drive = route53World(seed);
  const { world, call, check, change, seconds } = drive;
  world.sites.hold('https://east.example.org/', 200, { address: EAST, region: PRIMARY });
  world.sites.hold('https://west.example.org/', 200, { address: WEST, region: STANDBY });
  const { CheckerIpRanges } = await call('GetCheckerIpRanges');
  const put = async (region: string, Body: string) => {
    const s3 = world.region(region).service('s3') as S3Service;
    await callerOf<typeof S3>(s3)('PutObject', { Bucket: `shop-${region}`, Key: 'shop', Body });
  };
  const ChildHealthChecks = [];
  for (const region of [STANDBY, WITNESS]) {
    const s3 = world.region(region).service('s3') as S3Service;
    const make = (type: string, properties: object) =>
      s3.resourceTypes?.[type]?.create(properties as Record<string, unknown>, stackContext().context);
    await make('AWS::S3::Bucket', { BucketName: `shop-${region}` });
    const Condition = { IpAddress: { 'aws:SourceIp': [...CheckerIpRanges] } };
    const Resource = `arn:aws:s3:::shop-${region}/*`;
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource, Condition };
    await make('AWS::S3::BucketPolicy', {
      Bucket: `shop-${region}`,
      PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    });
    await put(region, 'primary');
    ChildHealthChecks.push(
      await check({
        ...{
          Type: 'HTTPS_STR_MATCH',
          SearchString: 'standby',
          Inverted: true,
          RequestInterval: 10,
          FailureThreshold: 1,
        },
        ...{ FullyQualifiedDomainName: `shop-${region}.s3.${region}.amazonaws.com`, ResourcePath: '/shop' },
      }),
    );
  }
  const HealthCheckId = await check({ Type: 'CALCULATED', ChildHealthChecks, HealthThreshold: 2 });
  await seconds(60);
  await change(
    await drive.zone(),
    ['CREATE', a(NAME, EAST, { Failover: 'PRIMARY', SetIdentifier: 'east', HealthCheckId })],
    ['CREATE', a(NAME, WEST, { Failover: 'SECONDARY', SetIdentifier: 'west' })],
  );
  await seconds(120);
  const side = () => drive.resolve()?.values[0];
  return {
    ...drive,
    put,
    side,
    lose: (region: string) => world.outages.begin({ kind: 'region-down', region }),
  };
}

describe('traffic that a word moves', () => {
  it.each([STANDBY, WITNESS])('goes to the standby by the word in %s alone', async (region) => {
    const { put, side, seconds } = await movedByWord();
    expect(side()).toBe(EAST);
    await put(region, 'standby TOKEN');
    await seconds(30);
    expect(side()).toBe(WEST);
    await put(region, 'primary');
    await seconds(60);
    expect(side()).toBe(EAST);
  });

  it('stays where it is when either side or both fall silent', async () => {
    const { side, seconds, lose } = await movedByWord();
    const ends = [lose(STANDBY)];
    await seconds(120);
    expect(side()).toBe(EAST);
    ends.push(lose(WITNESS));
    await seconds(120);
    expect(side()).toBe(EAST);
  });

  it('comes back by no silence of one side', async () => {
    const { put, side, seconds, lose } = await movedByWord();
    for (const region of [STANDBY, WITNESS]) await put(region, 'standby TOKEN');
    await seconds(60);
    const end = lose(WITNESS);
    await seconds(300);
    expect(side()).toBe(WEST);
    end();
    await seconds(60);
    lose(STANDBY);
    await seconds(300);
    expect(side()).toBe(WEST);
  });

  it('is served again within about a minute of the word, for twenty seeds, the primary being lost', async () => {
    const seconds: number[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const drive = await movedByWord(seed);
      const clients = drive.world.addClients({ name: NAME, requestsPerSecond: 100 });
      await drive.seconds(60);
      drive.lose(PRIMARY);
      for (const region of [STANDBY, WITNESS]) await drive.put(region, 'standby TOKEN');
      await drive.seconds(200);
      const { rtoSeconds = Number.POSITIVE_INFINITY } = clients.report();
      seconds.push(rtoSeconds);
    }
    // At most an interval, 10 s to the name servers, and a TTL; at least the publication and nearly all of the TTL.
    expect(Math.max(...seconds)).toBeLessThanOrEqual(52);
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(32);
    expect(new Set(seconds).size).toBeGreaterThan(8);
  });
});
