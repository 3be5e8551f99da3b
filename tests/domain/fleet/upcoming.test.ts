import { describe, expect, it } from '@jest/globals';
import { agendaOf } from '../../../domain/fleet/agenda.ts';
import { planFleet } from '../../../domain/fleet/fleet-plan.ts';
import { governing } from '../../../domain/fleet/governing.ts';
import { desiredSchedules } from '../../../domain/fleet/schedules.ts';
import type { FleetDocument } from '../../../domain/fleet/schema.ts';
import { upcomingFirings } from '../../../domain/fleet/upcoming.ts';
import type { Schedule } from '../../../domain/ports/schedules.ts';
import type { RegisteredCluster } from '../../../domain/registry/registered-cluster.ts';
import { clusterOf, configOf, fleetOf, HOME, NOW, OFFICE, OTHER, SALE } from './documents.ts';

const stage = 'prod';
const shop = clusterOf('shop', { env: 'dev', tier: 'web' });

/** The schedules that a document makes for the cluster, by their names without the cluster's. */
function schedulesOf(document: FleetDocument, now = NOW): Readonly<Record<string, Schedule>> {
  const nowMs = Date.parse(now);
  const entries = governing(document, nowMs)({ name: 'shop', tags: shop.tags });
  const { schedules } = desiredSchedules(document, shop, entries, { stage, nowMs });
  return Object.fromEntries(schedules.map((one) => [one.name.replace('shop.', ''), one]));
}

function next(document: FleetDocument, name: string, count: number, now = NOW) {
  const schedule = schedulesOf(document, now)[name];
  if (!schedule) throw new Error(`no schedule ${name}`);
  const firings = upcomingFirings(schedule, document, Date.parse(now));
  return Array.from({ length: count }, () => firings.next().value).filter((one) => one !== undefined);
}

describe('the next firings of a schedule', () => {
  it('are told by its own clocks and in UTC, through the change of both', () => {
    const document = fleetOf({ sleep: [OFFICE] });
    expect(next(document, 'office-hours.wake', 2, '2027-03-26T12:00:00Z')).toEqual([
      { at: '2027-03-29T04:45:00Z', local: '2027-03-29T06:45+02:00' },
      { at: '2027-03-30T04:45:00Z', local: '2027-03-30T06:45+02:00' },
    ]);
    expect(next(document, 'office-hours.sleep', 1, '2027-03-26T12:00:00Z')).toEqual([
      { at: '2027-03-26T19:00:00Z', local: '2027-03-26T20:00+01:00' },
    ]);
  });

  it('are skipped on holidays and exceptions, in the zone of the entry, and by freezes', () => {
    const document = fleetOf({
      sleep: [
        {
          ...OFFICE,
          holidays: [{ from: '2026-12-24', to: '2026-12-25' }],
          exceptions: [{ date: '2026-12-28', awake: '09:00-12:00' }],
        },
      ],
      scale: [{ ...SALE, at: 'cron(0 6 ? * * *)' }],
      freezes: [{ from: '2026-12-25', to: '2026-12-26', zone: 'UTC', stops: ['scale'] }],
    });
    const wakes = next(document, 'office-hours.wake', 4, '2026-12-23T12:00:00Z');
    expect(wakes.map(({ local, skipped }) => [local.slice(0, 10), skipped])).toEqual([
      ['2026-12-24', '2026-12-24 to 2026-12-25 is a holiday of office-hours'],
      ['2026-12-25', 'changes of sizes are frozen from 2026-12-25 to 2026-12-26 (UTC)'],
      ['2026-12-28', '2026-12-28 is an exception of office-hours'],
      ['2026-12-29', undefined],
    ]);
    // The exception has schedules of its own.
    expect(next(document, 'office-hours.wake-2026-12-28', 2, '2026-12-23T12:00:00Z')).toEqual([
      { at: '2026-12-28T07:45:00Z', local: '2026-12-28T08:45+01:00' },
    ]);
    expect(
      next(document, 'sale.scale', 3, '2026-12-24T12:00:00Z').map(({ skipped }) => skipped !== undefined),
    ).toEqual([true, true, false]);
  });

  it('count a rate from when its schedule was made', () => {
    const document = fleetOf({ scale: [{ ...SALE, at: 'rate(6 hours)' }] });
    const schedule = schedulesOf(document)['sale.scale'] as Schedule;
    const made = Date.parse('2026-11-25T07:30:00Z');
    const firing = upcomingFirings(schedule, document, Date.parse(NOW), made).next().value;
    expect(firing).toMatchObject({ at: '2026-11-25T13:30:00Z' });
  });
});

const registered = (level: RegisteredCluster['level'] = 'all'): RegisteredCluster => ({
  cluster: shop.cluster,
  level,
  origin: 'created',
  since: NOW,
  config: {
    ...configOf('shop'),
    metadata: { name: 'shop', region: OTHER, version: '1.35', tags: { ...shop.tags } },
  },
  documentIs: 'applied',
  writtenBy: 'op',
  writtenAt: NOW,
  observed: { availabilityZones: [], subnets: [] },
  notDescribed: [],
});

describe('the agenda', () => {
  const [from, to] = [Date.parse('2026-11-26T12:00:00Z'), Date.parse('2026-11-27T12:00:00Z')];
  const standby = {
    name: 'shop-plan',
    from: { cluster: 'shop-west', region: 'us-west-2' },
    to: { cluster: 'shop', region: OTHER, floor: 2 },
    witness: HOME,
    mode: 'approve',
    probe: 'https://shop.example.com/healthz',
    rto: '5m',
    traffic: 'standbyHealthCheck',
  };
  const items = (
    document: FleetDocument,
    over: { readonly registered?: RegisteredCluster | undefined; readonly paused?: string } = {},
  ) =>
    Object.values(schedulesOf(document)).flatMap((schedule) =>
      agendaOf(
        {
          schedule,
          createdMs: 0,
          region: OTHER,
          document,
          registered: registered(),
          paused: undefined,
          ...over,
        },
        from,
        to,
      ),
    );

  it('says what happens to a cluster within a day, when, and by which entry', () => {
    const found = items(fleetOf({ sleep: [OFFICE], scale: [{ ...SALE, zone: 'UTC', within: 5 }] }));
    expect(found.map(({ at, does, why, within }) => [at, does, why, within])).toEqual([
      ['2026-11-27T05:45:00Z', 'wakes', 'schedule office-hours of fleet retail', 0],
      ['2026-11-26T19:00:00Z', 'hibernates', 'schedule office-hours of fleet retail', 0],
      ['2026-11-27T06:00:00Z', 'resizes web to minSize 4', 'schedule sale of fleet retail', 5],
    ]);
    expect(found.every(({ skipped }) => skipped === undefined)).toBe(true);
  });

  it('says what is skipped as things are now, and what a standby floor may keep', () => {
    const document = fleetOf({ sleep: [OFFICE] });
    const reasons = (over: Parameters<typeof items>[1]) =>
      items(document, over).map(({ skipped }) => skipped);
    expect(new Set(reasons({ paused: 'audit' }))).toEqual(new Set(['changes to shop are paused: audit']));
    expect(reasons({ registered: registered('observe') })[0]).toContain('managed at level observe');
    expect(reasons({ registered: undefined })[0]).toContain('the fleet has no cluster shop any more');
    const kept = items(fleetOf({ sleep: [OFFICE], failover: [standby] }));
    expect(kept.map(({ unless }) => unless)).toEqual([
      undefined,
      'a group would go below 2 nodes, on which failover plan shop-plan counts',
    ]);
  });
});

describe('the plan of a Fleet document', () => {
  const nowMs = Date.parse(NOW);
  const stored = (document: FleetDocument) => ({
    name: 'retail',
    revision: 3,
    home: HOME,
    document,
    regions: [HOME, OTHER],
    writtenBy: 'op',
    writtenAt: NOW,
    requestedBy: 'a test',
  });
  const seenWith = (document?: FleetDocument) => ({
    stage,
    nowMs,
    stored: document && stored(document),
    all: document ? [stored(document)] : [],
    clusters: [shop, clusterOf('legacy', { env: 'dev' }, { region: HOME, level: 'observe' })],
    existing: new Map(document ? [[OTHER, Object.values(schedulesOf(document))]] : []),
  });
  const about = { name: 'retail', home: HOME };

  it('names what is made where, and what is left out and why', () => {
    const document = fleetOf({
      sleep: [OFFICE],
      scale: [{ ...SALE, select: { tier: 'none' } }],
      limits: { changingAtOnce: 1 },
    });
    const plan = planFleet(about, document, seenWith());
    expect(plan).toMatchObject({
      action: 'create',
      changed: [],
      unchanged: 0,
      leftOut: [{ cluster: 'legacy', region: HOME, reason: expect.stringContaining('level observe') }],
      selectsNothing: ['spec.scale[0].select'],
      notYet: [{ path: 'spec.limits' }],
    });
    expect(plan.schedules.map(({ do: what, region, name }) => `${what} ${region} ${name}`)).toEqual([
      `create ${OTHER} shop.office-hours.wake`,
      `create ${OTHER} shop.office-hours.sleep`,
    ]);
  });

  it('changes only what differs, and takes away what no entry makes any more', () => {
    const before = fleetOf({ sleep: [OFFICE], scale: [SALE] });
    const after = fleetOf({ sleep: [{ ...OFFICE, awake: 'MON-FRI 08:00-20:00' }] });
    const plan = planFleet(about, after, seenWith(before));
    expect(plan).toMatchObject({
      action: 'change',
      revision: 3,
      changed: ['spec.sleep[0].awake', 'spec.scale'],
      unchanged: 1,
    });
    expect(plan.schedules.map(({ do: what, name }) => `${what} ${name}`)).toEqual([
      'replace shop.office-hours.wake',
      'delete shop.sale.scale',
    ]);
    expect(planFleet(about, before, seenWith(before))).toMatchObject({ action: 'none', unchanged: 3 });
    expect(planFleet(about, undefined, seenWith(before)).schedules.map(({ do: what }) => what)).toEqual([
      'delete',
      'delete',
      'delete',
    ]);
  });
});
