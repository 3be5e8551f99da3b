import { describe, expect, it } from '@jest/globals';
import { isDone, scheduleChanges } from '../../../domain/fleet/schedules/difference.ts';
import { hasSchedules } from '../../../domain/fleet/schedules/has-schedules.ts';
import { desiredSchedules } from '../../../domain/fleet/schedules/schedules.ts';
import { governing } from '../../../domain/policy/governing.ts';
import type { ScheduledCluster } from '../../../domain/policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { StoredFleet } from '../../../domain/ports/fleets.ts';
import { clusterOf, fleetOf, HOME, NOW, OFFICE, OTHER, SALE, SHOP, STAGE } from '../policy/documents.ts';

const nowMs = Date.parse(NOW);
const desired = (document: FleetDocument, cluster: ScheduledCluster = SHOP) => {
  const entries = governing(document, nowMs)({ name: cluster.cluster.name, tags: cluster.tags });
  return desiredSchedules(document, cluster, entries, { stage: STAGE, nowMs });
};

describe('the schedules of a cluster', () => {
  it('wake it, put it to sleep and resize it, each by a request of its own', () => {
    const { schedules } = desired(fleetOf({ sleep: [OFFICE], scale: [{ ...SALE, within: 15 }] }));
    const request = (name: string, entry: string, more: object) => ({
      detailType: 'ClusterScaleRequested',
      detail: {
        version: '1',
        requestId: `retail/${name}/<aws.scheduler.scheduled-time>`,
        requestedBy: `schedule ${entry} of fleet retail`,
        cluster: 'shop',
        schedule: { fleet: 'retail', entry, scheduledAt: '<aws.scheduler.scheduled-time>' },
        ...more,
      },
    });
    const usual = { group: 'eks-fleet-prod-retail', flexibleMinutes: 0, deletesItself: false };
    expect(schedules).toEqual([
      {
        ...usual,
        name: 'shop.office-hours.wake',
        description: 'office-hours of fleet retail wakes shop',
        expression: 'cron(45 6 ? * MON-FRI *)',
        timeZone: 'Europe/Berlin',
        event: request('shop.office-hours.wake', 'office-hours', { action: 'wake' }),
      },
      {
        ...usual,
        name: 'shop.office-hours.sleep',
        description: 'office-hours of fleet retail puts to sleep shop',
        expression: 'cron(0 20 ? * MON-FRI *)',
        timeZone: 'Europe/Berlin',
        event: request('shop.office-hours.sleep', 'office-hours', { action: 'hibernate' }),
      },
      {
        ...usual,
        name: 'shop.sale.scale',
        description: 'sale of fleet retail resizes shop',
        expression: 'cron(0 6 ? * FRI *)',
        timeZone: 'UTC',
        flexibleMinutes: 15,
        event: request('shop.sale.scale', 'sale', {
          action: 'resize',
          groups: [{ select: { nodeGroups: ['web'] }, minSize: 4 }],
        }),
      },
    ]);
  });

  it.each([
    [
      'in a region that is not the fleet’s',
      clusterOf('shop', SHOP.tags, { region: 'eu-west-1' }),
      "eu-west-1 is not one of the fleet's regions",
    ],
    [
      'at a level below scale',
      clusterOf('shop', SHOP.tags, { level: 'observe' }),
      'it is managed at level observe, and schedules need scale: eks-fleet adopt shop --region us-east-1 --level scale',
    ],
  ])('are none %s, and say why', (_, cluster, leftOut) => {
    expect(desired(fleetOf({ sleep: [OFFICE] }), cluster)).toEqual({ schedules: [], conflicts: [], leftOut });
  });

  it('are there from level scale on', () => {
    const scaled = clusterOf('shop', SHOP.tags, { level: 'scale' });
    expect(desired(fleetOf({ sleep: [OFFICE] }), scaled).schedules).toHaveLength(2);
  });

  it('are none of a cluster that nothing selects, wherever it is', () => {
    const nobody = clusterOf('db', {}, { region: 'eu-west-1', level: 'observe' });
    expect(desired(fleetOf({ sleep: [OFFICE], scale: [SALE] }), nobody)).toEqual({
      schedules: [],
      conflicts: [],
    });
  });

  it('say why there are none where entries meet, too', () => {
    const late = { ...OFFICE, name: 'late', select: { tier: 'web' } };
    const { conflicts, leftOut } = desired(fleetOf({ sleep: [OFFICE, late] }));
    expect([conflicts.length, leftOut]).toEqual([1, undefined]);
    const observed = clusterOf('shop', SHOP.tags, { level: 'observe' });
    expect(desired(fleetOf({ sleep: [OFFICE, late] }), observed)).toMatchObject({
      conflicts: [],
      leftOut: expect.stringContaining('level observe'),
    });
  });

  it('are none of an entry whose last time is past, by the clocks of its zone', () => {
    const at = (expression: string, zone: string) =>
      desired(fleetOf({ scale: [{ ...SALE, at: expression, zone }] })).schedules.map(
        ({ deletesItself }) => deletesItself,
      );
    expect(at('at(2026-11-25T09:30:00)', 'UTC')).toEqual([true]);
    expect(at('at(2026-11-25T09:30:00)', 'Europe/Berlin')).toEqual([]);
  });
});

describe('the changes of schedules', () => {
  const { schedules } = desired(fleetOf({ sleep: [OFFICE] }));
  const [wake, sleep] = schedules as [(typeof schedules)[0], (typeof schedules)[0]];
  const other = { ...sleep, name: 'shop.old.sleep' };

  it('are those that are missing, those that differ, and those that nobody wants', () => {
    const before = { ...wake, timeZone: 'UTC' };
    expect(scheduleChanges([wake, sleep], [before, other], nowMs)).toEqual([
      { do: 'replace', schedule: wake },
      { do: 'create', schedule: sleep },
      { do: 'delete', schedule: other },
    ]);
    expect(scheduleChanges([wake, sleep], [sleep, wake], nowMs)).toEqual([]);
  });

  it('are none of one that is past, which has fired and is gone', () => {
    const past = { ...wake, expression: 'at(2026-11-24T06:45:00)', deletesItself: true };
    expect(scheduleChanges([past], [], nowMs)).toEqual([]);
    expect(scheduleChanges([past], [{ ...past, timeZone: 'UTC' }], nowMs)).toEqual([]);
    expect(isDone({ do: 'create', schedule: past }, undefined, nowMs)).toBe(true);
  });
});

describe('a document', () => {
  const stored = (document: FleetDocument | undefined) => ({ document }) as StoredFleet;
  it.each([
    ['that is gone', undefined, OTHER, false],
    ['without entries', fleetOf(), OTHER, false],
    ['that puts to sleep', fleetOf({ sleep: [OFFICE] }), OTHER, true],
    ['that resizes', fleetOf({ scale: [SALE] }), HOME, true],
    ['that does both', fleetOf({ sleep: [OFFICE], scale: [SALE] }), HOME, true],
    ['of other regions', fleetOf({ sleep: [OFFICE] }), 'eu-west-1', false],
  ])('%s makes schedules in a region, or does not', (_, document, region, has) => {
    expect(hasSchedules(stored(document), region)).toBe(has);
  });
});
