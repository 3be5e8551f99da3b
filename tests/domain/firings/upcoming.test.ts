import { describe, expect, it } from '@jest/globals';
import { upcomingFirings } from '../../../domain/firings/upcoming.ts';
import { planFleet } from '../../../domain/fleet/fleet-plan.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { Schedule } from '../../../domain/ports/schedules.ts';
import {
  clusterOf,
  fleetOf,
  HOME,
  NOW,
  OFFICE,
  OTHER,
  SALE,
  SHOP,
  STAGE,
  schedulesOf,
} from '../policy/documents.ts';

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

  it('name the day whose hours it is, where those of a night end on the next', () => {
    const nights = {
      ...OFFICE,
      awake: 'MON-FRI 20:00-06:00',
      holidays: ['2026-12-01'],
      exceptions: [{ date: '2026-12-03', awake: 'none' }],
    };
    const sleeps = next(fleetOf({ sleep: [nights] }), 'office-hours.sleep', 4, '2026-12-01T12:00:00Z');
    expect(sleeps.map(({ local, skipped }) => [local.slice(0, 10), skipped])).toEqual([
      ['2026-12-02', '2026-12-01 is a holiday of office-hours'],
      ['2026-12-03', undefined],
      ['2026-12-04', '2026-12-03 is an exception of office-hours'],
      ['2026-12-05', undefined],
    ]);
  });

  it('count a rate from when its schedule was made', () => {
    const document = fleetOf({ scale: [{ ...SALE, at: 'rate(6 hours)' }] });
    const schedule = schedulesOf(document)['sale.scale'] as Schedule;
    const made = Date.parse('2026-11-25T07:30:00Z');
    const firing = upcomingFirings(schedule, document, Date.parse(NOW), made).next().value;
    expect(firing).toMatchObject({ at: '2026-11-25T13:30:00Z' });
  });
});

it('a schedule puts the request that a person would, at the time of its entry, with the time for which it fires', () => {
  const document = fleetOf({
    scale: [
      { ...SALE, within: 10 },
      { ...SALE, name: 'once', at: 'at(2026-12-01T06:00:00)' },
    ],
  });
  const { 'sale.scale': weekly, 'once.scale': once } = schedulesOf(document);
  expect(weekly).toEqual({
    group: 'eks-fleet-prod-retail',
    name: 'shop.sale.scale',
    description: 'sale of fleet retail resizes shop',
    expression: SALE.at,
    timeZone: 'UTC',
    flexibleMinutes: 10,
    deletesItself: false,
    event: {
      detailType: 'ClusterScaleRequested',
      detail: {
        version: '1',
        requestId: 'retail/shop.sale.scale/<aws.scheduler.scheduled-time>',
        requestedBy: 'schedule sale of fleet retail',
        cluster: 'shop',
        schedule: { fleet: 'retail', entry: 'sale', scheduledAt: '<aws.scheduler.scheduled-time>' },
        action: 'resize',
        groups: [{ select: { nodeGroups: ['web'] }, minSize: 4 }],
      },
    },
  });
  expect(once).toMatchObject({ flexibleMinutes: 0, deletesItself: true });
  // One that fires once is left alone until it has surely fired.
  const names = (now: string) => Object.keys(schedulesOf(document, now));
  expect(names('2026-12-01T06:04:00Z')).toEqual(['sale.scale', 'once.scale']);
  expect(names('2026-12-01T06:05:00Z')).toEqual(['sale.scale']);
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
    stage: STAGE,
    nowMs,
    stored: document && stored(document),
    all: document ? [stored(document)] : [],
    clusters: [SHOP, clusterOf('legacy', { env: 'dev' }, { region: HOME, level: 'observe' })],
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
      selectsNothing: [{ path: 'spec.scale[0].select', reason: expect.stringContaining('tier=none') }],
      notYet: [{ path: 'spec.limits' }],
    });
    expect(plan.schedules.map(({ do: what, region, name }) => `${what} ${region} ${name}`)).toEqual([
      `create ${OTHER} shop.office-hours.wake`,
      `create ${OTHER} shop.office-hours.sleep`,
    ]);
  });

  it('says of each schedule whose it is and when it fires next, of all clusters of a region', () => {
    const clusters = [SHOP, clusterOf('cart', { env: 'dev' })];
    const document = fleetOf({ sleep: [OFFICE] });
    const plan = planFleet(about, document, { ...seenWith(), clusters });
    const wakes = (cluster: string) => ({
      do: 'create',
      region: OTHER,
      cluster,
      name: `${cluster}.office-hours.wake`,
      expression: 'cron(45 6 ? * MON-FRI *)',
      timeZone: 'Europe/Berlin',
      next: { at: '2026-11-26T05:45:00Z', local: '2026-11-26T06:45+01:00' },
    });
    expect(plan.schedules.filter(({ name }) => name.endsWith('wake'))).toEqual([
      wakes('shop'),
      wakes('cart'),
    ]);
    expect(plan).toMatchObject({ fleet: 'retail', home: HOME });
  });

  it('is none where all is so already, and a change where a schedule is missing', () => {
    const document = fleetOf({ sleep: [OFFICE] });
    const seen = seenWith(document);
    expect(planFleet(about, document, seen)).toMatchObject({ action: 'none', changed: [], unchanged: 2 });
    const some = new Map([[OTHER, (seen.existing.get(OTHER) ?? []).slice(1)]]);
    expect(planFleet(about, document, { ...seen, existing: some })).toMatchObject({
      action: 'change',
      changed: [],
      unchanged: 1,
    });
  });

  it('takes every schedule away where there is no document any more', () => {
    const plan = planFleet(about, undefined, seenWith(fleetOf({ sleep: [OFFICE] })));
    expect(plan).toMatchObject({ action: 'delete', revision: 3, changed: [], unchanged: 0, leftOut: [] });
    expect(plan.schedules.map(({ do: what, name, next: fires }) => [what, name, fires])).toEqual([
      ['delete', 'shop.office-hours.wake', undefined],
      ['delete', 'shop.office-hours.sleep', undefined],
    ]);
  });

  it('tells of exceptions on days that are over, and of none to come', () => {
    const exceptions = ['2025-12-05', '2026-11-24', '2026-12-05'].map((date) => ({ date, awake: 'all' }));
    const plan = planFleet(about, fleetOf({ sleep: [{ ...OFFICE, exceptions }] }), seenWith());
    expect(plan.pastExceptions).toEqual([
      {
        path: 'spec.sleep[0].exceptions[0].date',
        reason: '2025-12-05 is past, and the exception changes nothing',
      },
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
