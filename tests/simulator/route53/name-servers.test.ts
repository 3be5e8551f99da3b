import { beforeEach, describe, expect, it } from '@jest/globals';
import { a, PRIMARY, route53World } from './route53-world.ts';

const ONE = '192.0.2.1';
const TWO = '192.0.2.2';

let drive: ReturnType<typeof route53World>;
let zone: string;
beforeEach(async () => {
  drive = route53World();
  zone = await drive.zone();
});

/** A check that stays as it is said to be. */
async function check(isHealthy: boolean): Promise<string> {
  const name = `${isHealthy ? 'well' : 'ill'}.example.org`;
  if (isHealthy) drive.world.sites.hold(`https://${name}/`, 200);
  return drive.check({ FullyQualifiedDomainName: name, RequestInterval: 10, FailureThreshold: 1 });
}

async function lay(...records: readonly object[]): Promise<void> {
  await drive.change(zone, ...records.map((record) => ['CREATE', record] as const));
  await drive.seconds(120);
}

const answer = (name?: string, type?: string) => drive.resolve(name, type)?.values;
const pair = (primary: object, secondary: object = {}) => [
  a('shop.example.com', ONE, { Failover: 'PRIMARY', SetIdentifier: 'one', ...primary }),
  a('shop.example.com', TWO, { Failover: 'SECONDARY', SetIdentifier: 'two', ...secondary }),
];

describe('a failover pair', () => {
  it.each([
    [true, undefined, ONE],
    [false, undefined, TWO],
    [false, false, ONE],
    [true, false, ONE],
  ])('whose health is %s and %s answers %s', async (first, second, expected) => {
    const primary = { HealthCheckId: await check(first) };
    const secondary = second === undefined ? {} : { HealthCheckId: await check(second) };
    await lay(...pair(primary, secondary));
    expect(answer()).toEqual([expected]);
    expect(drive.resolve()?.setIdentifier).toBe(expected === ONE ? 'one' : 'two');
  });

  it('without a check is always answered by its primary', async () => {
    await lay(...pair({}));
    expect(answer()).toEqual([ONE]);
  });

  it('whose check is deleted stays as it was', async () => {
    const HealthCheckId = await check(false);
    await lay(...pair({ HealthCheckId }));
    await drive.call('DeleteHealthCheck', { HealthCheckId });
    await drive.seconds(60);
    expect(answer()).toEqual([TWO]);
  });

  it('is answered while the control plane is lost', async () => {
    const HealthCheckId = await check(true);
    await lay(...pair({ HealthCheckId }));
    drive.world.outages.begin({ kind: 'region-down', region: PRIMARY });
    drive.world.sites.hold('https://well.example.org/', 503);
    await drive.seconds(60);
    expect(answer()).toEqual([TWO]);
  });
});

describe('an alias', () => {
  const alias = (DNSName: string, EvaluateTargetHealth: boolean) => ({
    Type: 'A',
    TTL: undefined,
    ResourceRecords: undefined,
    AliasTarget: { HostedZoneId: zone.split('/').at(-1), DNSName, EvaluateTargetHealth },
  });

  it('to a record of its zone answers as that does, with its TTL', async () => {
    await lay(a('east.example.com', ONE));
    await lay({ Name: 'shop.example.com', ...alias('east.example.com', false) });
    expect(drive.resolve()).toMatchObject({ values: [ONE], ttlSeconds: 30 });
  });

  it('that evaluates its target fails with it, and one that does not never fails', async () => {
    const HealthCheckId = await check(false);
    await lay(
      a('east.example.com', ONE, { HealthCheckId, Weight: 1, SetIdentifier: 'e' }),
      a('west.example.com', TWO),
    );
    const pairOf = (name: string, evaluates: boolean) => [
      { Name: name, ...alias('east.example.com', evaluates), Failover: 'PRIMARY', SetIdentifier: 'one' },
      { Name: name, ...alias('west.example.com', evaluates), Failover: 'SECONDARY', SetIdentifier: 'two' },
    ];
    await lay(...pairOf('moved.example.com', true), ...pairOf('kept.example.com', false));
    expect([answer('moved.example.com'), answer('kept.example.com')]).toEqual([[TWO], [ONE]]);
  });

  it('to a load balancer answers with a TTL of 60, and moves with its health if it evaluates it', async () => {
    const target = (name: string, EvaluateTargetHealth: boolean) => ({
      Name: 'shop.example.com',
      Type: 'A',
      AliasTarget: { HostedZoneId: 'Z35SXDOTRQ7X7K', DNSName: name, EvaluateTargetHealth },
    });
    const names = ['east.elb.amazonaws.com', 'west.elb.amazonaws.com'] as const;
    for (const name of names) drive.world.sites.hold(`https://${name}/`, 200);
    await lay(
      { ...target(names[0], true), Failover: 'PRIMARY', SetIdentifier: 'one' },
      { ...target(names[1], true), Failover: 'SECONDARY', SetIdentifier: 'two' },
    );
    expect(drive.resolve()).toMatchObject({ values: [names[0]], ttlSeconds: 60 });
    drive.world.sites.hold(`https://${names[0]}/`, 503);
    expect(drive.resolve()?.values).toEqual([names[1]]);
  });
});

describe('weighted records', () => {
  it('are answered by their weights, those of zero only where nothing else is healthy', async () => {
    const ill = { HealthCheckId: await check(false) };
    const well = { HealthCheckId: await check(true) };
    const weighted = (name: string, value: string, Weight: number, more: object) =>
      a(name, value, { Weight, SetIdentifier: value, ...more });
    await lay(
      weighted('shop.example.com', ONE, 3, well),
      weighted('shop.example.com', TWO, 1, well),
      weighted('zero.example.com', ONE, 1, ill),
      weighted('zero.example.com', TWO, 0, well),
    );
    const answers = Array.from({ length: 400 }, () => answer()?.[0]);
    const share = answers.filter((value) => value === ONE).length / 400;
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.85);
    expect(answer('zero.example.com')).toEqual([TWO]);
  });
});

describe('a name', () => {
  it('of another type, of no zone and of no record has no answer; a CNAME leads on', async () => {
    await lay(a('east.example.com', ONE), {
      Name: 'shop.example.com',
      Type: 'CNAME',
      TTL: 20,
      ResourceRecords: [{ Value: 'east.example.com' }],
    });
    expect(drive.resolve()).toMatchObject({ values: [ONE], ttlSeconds: 20 });
    expect([answer('east.example.com', 'AAAA'), answer('x.example.com'), answer('shop.example.org')]).toEqual(
      [undefined, undefined, undefined],
    );
    expect(answer('SHOP.example.com.')).toEqual([ONE]);
  });
});
