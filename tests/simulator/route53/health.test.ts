import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CloudWatchService } from '../../../simulator/cloudwatch/cloudwatch.ts';
import { CHECKER_RANGES } from '../../../simulator/route53/checkers/checker.ts';
import { PRIMARY, route53World, STANDBY } from './route53-world.ts';

const url = 'https://east.example.com/healthz';
const endpoint = { FullyQualifiedDomainName: 'east.example.com', ResourcePath: '/healthz' };
const quick = { ...endpoint, RequestInterval: 10, FailureThreshold: 1 } as const;

let drive: ReturnType<typeof route53World>;
beforeEach(() => {
  drive = route53World();
  drive.world.sites.hold(url, 200);
});

const isHealthy = (id: string) => drive.world.dns.health.isHealthy(id);

/** Seconds until name servers take a check for healthy, or no longer. */
async function secondsUntil(id: string, healthy: boolean, most = 300): Promise<number> {
  for (let second = 0; second <= most; second++) {
    if (isHealthy(id) === healthy) return second;
    await drive.seconds(1);
  }
  return Number.POSITIVE_INFINITY;
}

describe('a check of an endpoint', () => {
  it('that is new counts as healthy until something is known of it; an inverted one as unhealthy', async () => {
    drive.world.sites.hold(url, 503);
    const plain = await drive.check(endpoint);
    const inverted = await drive.check({ ...endpoint, Inverted: true });
    expect([isHealthy(plain), isHealthy(inverted)]).toEqual([true, false]);
    await drive.seconds(60);
    expect([isHealthy(plain), isHealthy(inverted)]).toEqual([false, true]);
  });

  it('fails after as many requests as its threshold says, one after the other', async () => {
    const once = await drive.check(quick);
    const thrice = await drive.check({ ...quick, FailureThreshold: 3 });
    const slow = await drive.check({ ...endpoint, FailureThreshold: 3 });
    await drive.seconds(120);
    drive.world.sites.hold(url, 503);
    // 82 % of the checkers have to say so: with one request each, within an interval, and 2–10 s to the name servers.
    const first = await secondsUntil(once, false);
    const second = first + (await secondsUntil(thrice, false));
    const third = second + (await secondsUntil(slow, false));
    expect(first).toBeGreaterThanOrEqual(8);
    expect(first).toBeLessThanOrEqual(21);
    expect(second).toBeGreaterThanOrEqual(24);
    expect(second).toBeLessThanOrEqual(41);
    expect(third).toBeGreaterThanOrEqual(70);
    expect(third).toBeLessThanOrEqual(101);
  });

  it('recovers once more than 18 percent of its checkers say so', async () => {
    const id = await drive.check(quick);
    drive.world.sites.hold(url, 503);
    await drive.seconds(60);
    expect(isHealthy(id)).toBe(false);
    drive.world.sites.hold(url, 200);
    const after = await secondsUntil(id, true);
    // Three of sixteen are enough, which takes a part of an interval.
    expect(after).toBeLessThanOrEqual(15);
  });

  it('does not notice what is over between two requests of most checkers', async () => {
    const id = await drive.check({ ...endpoint, FailureThreshold: 3 });
    await drive.seconds(120);
    drive.world.sites.hold(url, 503);
    await drive.seconds(43);
    drive.world.sites.hold(url, 200);
    expect(await secondsUntil(id, false, 120)).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts an answer of 2xx or 3xx as healthy, and nothing else', async () => {
    const id = await drive.check(quick);
    for (const [answer, healthy] of [
      [301, true],
      [404, false],
      [204, true],
      ['nothing', false],
      // Certificates are not validated.
      ['untrusted', true],
      ['refused', false],
    ] as const) {
      drive.world.sites.hold(url, answer);
      await drive.seconds(90);
      expect([answer, isHealthy(id)]).toEqual([answer, healthy]);
    }
  });

  it('of a name that leads nowhere fails', async () => {
    const id = await drive.check({ ...quick, FullyQualifiedDomainName: 'gone.example.com' });
    await drive.seconds(60);
    expect(isHealthy(id)).toBe(false);
    const { HealthCheckObservations } = await drive.call('GetHealthCheckStatus', { HealthCheckId: id });
    expect(HealthCheckObservations[0].StatusReport.Status).toContain('DNS resolution failed');
  });

  it('that is disabled counts as healthy, or if it is inverted as unhealthy, and asks nothing', async () => {
    drive.world.sites.hold(url, 503);
    const plain = await drive.check({ ...quick, Disabled: true });
    const inverted = await drive.check({ ...quick, Inverted: true });
    await drive.seconds(60);
    expect([isHealthy(plain), isHealthy(inverted)]).toEqual([true, true]);
    await drive.call('UpdateHealthCheck', { HealthCheckId: inverted, Disabled: true });
    await drive.seconds(15);
    expect([isHealthy(plain), isHealthy(inverted)]).toEqual([true, false]);
    const { HealthCheckObservations } = await drive.call('GetHealthCheckStatus', { HealthCheckId: plain });
    expect(HealthCheckObservations).toEqual([]);
  });

  it('is asked from each of its regions, from published ranges', async () => {
    const id = await drive.check({ ...quick, Regions: ['us-west-1', 'us-west-2', 'eu-west-1'] });
    await drive.seconds(30);
    const { HealthCheckObservations } = await drive.call('GetHealthCheckStatus', { HealthCheckId: id });
    expect([...new Set(HealthCheckObservations.map(({ Region }) => Region))].sort()).toEqual([
      'eu-west-1',
      'us-west-1',
      'us-west-2',
    ]);
    for (const { IPAddress, StatusReport } of HealthCheckObservations) {
      expect(StatusReport.Status).toBe('Success: HTTP Status Code 200, OK');
      const prefix = IPAddress.split('.').slice(0, 2).join('.');
      expect(
        Object.values(CHECKER_RANGES)
          .flat()
          .some((range) => range.startsWith(prefix)),
      ).toBe(true);
    }
    const { CheckerIpRanges } = await drive.call('GetCheckerIpRanges');
    expect(CheckerIpRanges).toContain('54.243.31.192/26');
  });

  it('costs one event a change, however long nothing changes', async () => {
    await drive.check(quick);
    await drive.seconds(3600);
    const before = drive.kernel.trace.entries.length;
    await drive.seconds(30 * 86_400);
    expect(drive.kernel.trace.entries.length).toBe(before);
    drive.world.sites.hold(url, 503);
    await drive.seconds(60);
    expect(drive.kernel.trace.entries.filter(({ kind }) => kind === 'health-check')).toHaveLength(1);
  });
});

describe('checkers', () => {
  it('of a region that is lost say nothing, and of a lost endpoint that it is lost', async () => {
    drive.world.sites.hold(url, 200, { region: PRIMARY });
    const id = await drive.check(quick);
    await drive.seconds(60);
    const end = drive.world.outages.begin({ kind: 'region-down', region: PRIMARY });
    const lost = await secondsUntil(id, false);
    const { HealthCheckObservations } = await drive.call('GetHealthCheckStatus', { HealthCheckId: id });
    const heard = new Set(HealthCheckObservations.map(({ Region }) => Region));
    expect([heard.size, heard.has(PRIMARY)]).toEqual([7, false]);
    // A connection is waited for four seconds.
    expect(lost).toBeGreaterThanOrEqual(12);
    expect(lost).toBeLessThanOrEqual(25);
    end();
    expect(await secondsUntil(id, true)).toBeLessThanOrEqual(25);
  });

  it('do not reach a region that the internet does not reach', async () => {
    drive.world.sites.hold(url, 200, { region: PRIMARY });
    const id = await drive.check(quick);
    await drive.seconds(60);
    drive.world.outages.begin({ kind: 'partition', between: ['internet', PRIMARY] });
    expect(await secondsUntil(id, false)).toBeLessThanOrEqual(25);
  });

  it('of which a share is lost on its way are outvoted by the others, until these are too few', async () => {
    drive.world.sites.hold(url, 200, { region: PRIMARY });
    const id = await drive.check(quick);
    await drive.seconds(60);
    const half = drive.world.outages.begin({ kind: 'partition', between: ['internet', PRIMARY], share: 0.5 });
    await drive.seconds(90);
    expect(isHealthy(id)).toBe(true);
    half();
    drive.world.outages.begin({ kind: 'partition', between: ['internet', PRIMARY], share: 0.97 });
    expect(await secondsUntil(id, false)).toBeLessThanOrEqual(25);
  });

  it('whose replies alone are lost see nothing', async () => {
    drive.world.sites.hold(url, 200, { region: PRIMARY });
    const id = await drive.check(quick);
    await drive.seconds(60);
    drive.world.outages.begin({ kind: 'partition', between: ['internet', PRIMARY], loses: 'replies' });
    expect(await secondsUntil(id, false)).toBeLessThanOrEqual(25);
  });

  it('that lie are outvoted while they are few', async () => {
    const id = await drive.check(quick);
    await drive.seconds(60);
    const regions = ['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-1', 'sa-east-1', 'ap-southeast-1'];
    const end = drive.world.dns.lie({ says: 'unhealthy', regions });
    await drive.seconds(120);
    // A quarter still says that it is well.
    expect(isHealthy(id)).toBe(true);
    end();
    drive.world.dns.lie({ says: 'unhealthy', regions: [...regions, 'ap-southeast-2'] });
    expect(await secondsUntil(id, false)).toBeLessThanOrEqual(25);
  });

  it('that are one region of eight keep nothing healthy', async () => {
    drive.world.sites.hold(url, 503);
    const id = await drive.check(quick);
    drive.world.dns.lie({ says: 'healthy', regions: ['eu-west-1'] });
    await drive.seconds(90);
    expect(isHealthy(id)).toBe(false);
    drive.world.dns.lie({ says: 'healthy', share: 1 });
    expect(await secondsUntil(id, true)).toBeLessThanOrEqual(25);
  });
});

describe('a calculated check', () => {
  it('is healthy while as many of its children are as its threshold says', async () => {
    const children = [
      await drive.check(quick),
      await drive.check({ ...quick, FullyQualifiedDomainName: 'gone.example.com' }),
    ];
    const of = (HealthThreshold: number) =>
      drive.check({ Type: 'CALCULATED', ChildHealthChecks: children, HealthThreshold });
    const ids = [await of(0), await of(1), await of(2), await of(3)];
    await drive.seconds(90);
    expect(ids.map(isHealthy)).toEqual([true, true, false, false]);
    drive.world.sites.hold(url, 503);
    await drive.seconds(90);
    expect(ids.map(isHealthy)).toEqual([true, false, false, false]);
  });

  it('counts a disabled child as healthy', async () => {
    const child = await drive.check({ ...quick, FullyQualifiedDomainName: 'gone.example.com' });
    const parent = await drive.check({ Type: 'CALCULATED', ChildHealthChecks: [child], HealthThreshold: 1 });
    await drive.seconds(60);
    expect(isHealthy(parent)).toBe(false);
    await drive.call('UpdateHealthCheck', { HealthCheckId: child, Disabled: true });
    await drive.seconds(15);
    expect(isHealthy(parent)).toBe(true);
  });
});

describe('a check of an alarm', () => {
  const alarm = {
    AlarmIdentifier: { Region: STANDBY as 'us-west-2', Name: 'slo' },
    Type: 'CLOUDWATCH_METRIC',
  } as const;
  const hold = (state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
    (drive.world.region(STANDBY).service('monitoring') as CloudWatchService).holdAlarm('slo', state);

  it('follows its data, and keeps, drops or takes for healthy what has none', async () => {
    const ids: string[] = [];
    for (const InsufficientDataHealthStatus of ['LastKnownStatus', 'Unhealthy', 'Healthy'] as const)
      ids.push(await drive.check({ ...alarm, InsufficientDataHealthStatus }));
    const seen = async (): Promise<boolean[]> => {
      await drive.seconds(75);
      return ids.map(isHealthy);
    };
    expect(await seen()).toEqual([true, false, true]);
    hold('OK');
    expect(await seen()).toEqual([true, true, true]);
    hold('ALARM');
    expect(await seen()).toEqual([false, false, false]);
    hold('INSUFFICIENT_DATA');
    expect(await seen()).toEqual([false, false, true]);
    hold('OK');
    await seen();
    drive.world.outages.begin({ kind: 'region-down', region: STANDBY });
    expect(await seen()).toEqual([true, false, true]);
  });
});

describe('a lost control plane', () => {
  it('leaves checkers and name servers to go on', async () => {
    const id = await drive.check(quick);
    await drive.seconds(60);
    drive.world.outages.begin({ kind: 'region-down', region: PRIMARY });
    const administrator = {
      kind: 'administrator',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: '111122223333',
    } as const;
    await expect(
      drive.world.region(STANDBY).call('route53', 'ListHealthChecks', {}, administrator),
    ).rejects.toMatchObject({ statusCode: expect.any(Number) });
    drive.world.sites.hold(url, 503);
    expect(await secondsUntil(id, false)).toBeLessThanOrEqual(25);
  });
});
