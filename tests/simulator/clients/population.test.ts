import { beforeEach, describe, expect, it } from '@jest/globals';
import { a, PRIMARY, route53World, STANDBY } from '../route53/route53-world.ts';

const EAST = '192.0.2.1';
const WEST = '192.0.2.2';
const NAME = 'shop.example.com';
const east = 'https://east.example.org/';

let drive: ReturnType<typeof route53World>;

/** A pair of sides behind a failover record of a TTL, whose primary's check asks the primary itself. */
async function pair(ttl = 30): Promise<void> {
  const zone = await drive.zone();
  drive.world.sites.hold(east, 200, { address: EAST, region: PRIMARY });
  drive.world.sites.hold('https://west.example.org/', 200, { address: WEST, region: STANDBY });
  const HealthCheckId = await drive.check({
    FullyQualifiedDomainName: 'east.example.org',
    RequestInterval: 10,
    FailureThreshold: 1,
  });
  await drive.change(
    zone,
    ['CREATE', a(NAME, EAST, { TTL: ttl, Failover: 'PRIMARY', SetIdentifier: 'east', HealthCheckId })],
    ['CREATE', a(NAME, WEST, { TTL: ttl, Failover: 'SECONDARY', SetIdentifier: 'west' })],
  );
  await drive.seconds(120);
}

beforeEach(() => {
  drive = route53World();
});

describe('clients of a name', () => {
  it('that nothing happens to lose nothing', async () => {
    await pair();
    const clients = drive.world.addClients({ name: NAME, requestsPerSecond: 10 });
    await drive.seconds(3600);
    expect(clients.report()).toEqual({
      name: NAME,
      requests: 36_000,
      requestsLost: 0,
      requestsLostPercent: 0,
      incidents: [],
      timeline: [{ atMs: expect.any(Number), succeeded: 1, honouring: 1, answeredBy: { [EAST]: 1 } }],
    });
  });

  it('move to the other side as their resolvers ask again, over a TTL', async () => {
    await pair();
    const clients = drive.world.addClients({ name: NAME, requestsPerSecond: 10 });
    await drive.seconds(300);
    const lostAtMs = drive.kernel.now();
    drive.world.outages.begin({ kind: 'region-down', region: PRIMARY });
    let answeredAtMs = 0;
    while (drive.resolve()?.values[0] !== WEST) {
      await drive.seconds(1);
      answeredAtMs = drive.kernel.now();
    }
    await drive.seconds(300);
    const { incidents, rtoSeconds = 0, requests, requestsLost, timeline } = clients.report();
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.firstFailedAtMs).toBe(lostAtMs);
    // 99 of 100 cohorts have asked again: all but 0.3 s of a TTL after the name servers answered otherwise.
    const answeredAfter = (answeredAtMs - lostAtMs) / 1000;
    expect(rtoSeconds).toBeGreaterThan(answeredAfter + 27);
    expect(rtoSeconds).toBeLessThanOrEqual(answeredAfter + 30);
    // All fail until name servers answer, then fewer and fewer over a TTL: half of it, on average.
    expect(requestsLost / 10).toBeGreaterThan(answeredAfter + 13);
    expect(requestsLost / 10).toBeLessThan(answeredAfter + 17);
    expect(requests).toBe(Math.round((drive.kernel.now() - (timeline[0]?.atMs ?? 0)) / 100));
    expect(timeline.at(-1)).toMatchObject({ succeeded: 1, answeredBy: { [WEST]: 1 } });
  });

  it('come back sooner with a shorter TTL', async () => {
    const measured: number[] = [];
    for (const ttl of [5, 60]) {
      drive = route53World();
      await pair(ttl);
      const clients = drive.world.addClients({ name: NAME, requestsPerSecond: 10 });
      await drive.seconds(300);
      drive.world.outages.begin({ kind: 'region-down', region: PRIMARY });
      await drive.seconds(300);
      measured.push(clients.report().rtoSeconds ?? Number.NaN);
    }
    const [short = 0, long = 0] = measured;
    expect(long - short).toBeGreaterThan(45);
    expect(long - short).toBeLessThan(60);
  });

  it('that ignore the TTL lose more, and count for no objective', async () => {
    await pair();
    const honouring = drive.world.addClients({ name: NAME, requestsPerSecond: 10 });
    const mixed = drive.world.addClients({
      name: NAME,
      requestsPerSecond: 10,
      ignoresTtl: { share: 0.2, keepsSeconds: 600 },
    });
    await drive.seconds(900);
    drive.world.outages.begin({ kind: 'region-down', region: PRIMARY });
    await drive.seconds(900);
    const [some, more] = [honouring.report(), mixed.report()];
    expect(more.rtoSeconds).toBe(some.rtoSeconds);
    expect(more.requestsLost).toBeGreaterThan(some.requestsLost * 1.5);
    expect(more.incidents).toHaveLength(1);
    expect(more.timeline.at(-1)).toMatchObject({ succeeded: 1 });
  });

  it('whose side serves a part lose the rest, and less where they try again', async () => {
    await pair();
    const once = drive.world.addClients({ name: NAME, requestsPerSecond: 10 });
    const twice = drive.world.addClients({ name: NAME, requestsPerSecond: 10, retries: 1 });
    drive.world.outages.begin({ kind: 'partition', between: ['internet', PRIMARY], share: 0.2 });
    await drive.seconds(1000);
    expect([once.report().requestsLostPercent, twice.report().requestsLostPercent]).toEqual([
      expect.closeTo(20, 6),
      expect.closeTo(4, 6),
    ]);
    expect(once.report().incidents).toEqual([{ firstFailedAtMs: expect.any(Number) }]);
    expect(once.report().rtoSeconds).toBeUndefined();
  });

  it('are restored once 99 percent succeed for a whole minute, and not before', async () => {
    await pair();
    const clients = drive.world.addClients({ name: NAME, requestsPerSecond: 10 });
    const began = drive.kernel.now();
    const spells = [20, 59, 1, 30, 1, 3000];
    for (const [index, length] of spells.entries()) {
      drive.world.sites.hold(east, index % 2 === 0 ? 200 : 500);
      await drive.seconds(length);
    }
    // Down at 20 s for 59 s, up for 1 s, down for 30 s, up for 1 s, down for good until the other side is answered.
    const [incident] = clients.report().incidents;
    expect(((incident?.firstFailedAtMs ?? 0) - began) / 1000).toBe(20);
    expect(clients.report().incidents).toHaveLength(1);
  });

  it('of a name with several answers by weight end the run by name', async () => {
    const zone = await drive.zone();
    const weighted = (value: string) => a(NAME, value, { Weight: 1, SetIdentifier: value });
    await drive.change(zone, ['CREATE', weighted(EAST)], ['CREATE', weighted(WEST)]);
    await drive.seconds(120);
    expect(() => drive.world.addClients({ name: NAME, requestsPerSecond: 1 })).toThrow(/answered by weights/);
  });

  it('cost no event of their own', async () => {
    await pair();
    drive.world.addClients({ name: NAME, requestsPerSecond: 1_000_000 });
    const before = drive.kernel.trace.entries.length;
    await drive.seconds(30 * 86_400);
    expect(drive.kernel.trace.entries.length).toBe(before);
  });
});
