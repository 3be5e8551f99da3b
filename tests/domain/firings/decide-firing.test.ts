import { describe, expect, it } from '@jest/globals';
import { decideFiring, type SeenAtFiring } from '../../../domain/firings/decide-firing.ts';
import type { OperationKind } from '../../../domain/operation/kinds.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import { fleetOf, HOME, OFFICE, OTHER, SALE } from '../policy/documents.ts';
import { registered } from './on-agenda.ts';

const EVENING = '2026-11-26T19:00:00Z';
const FRIDAY = '2026-11-27T06:00:00Z';

const sleeps: ScalingRequest = {
  action: 'hibernate',
  schedule: { fleet: 'retail', entry: OFFICE.name, scheduledAt: EVENING },
};
/** As its schedule was made, before the document said 4. */
const resizes: ScalingRequest = {
  action: 'resize',
  groups: [{ select: { nodeGroups: ['web'] }, minSize: 1 }],
  schedule: { fleet: 'retail', entry: SALE.name, scheduledAt: FRIDAY },
};
const ends: ScalingRequest = { action: 'return', operationId: 'o1' };

const decide = (
  request: ScalingRequest,
  document: FleetDocument | undefined,
  {
    at = EVENING,
    lateMinutes = 0,
    ...over
  }: Partial<SeenAtFiring> & { at?: string; lateMinutes?: number } = {},
) =>
  decideFiring(request, {
    clusterName: 'shop',
    nowMs: Date.parse(at) + lateMinutes * 60_000,
    askedAt: at,
    registered: registered(),
    holder: undefined,
    pause: undefined,
    document,
    ...over,
  });

it('skips what a schedule asks for whose document is gone', () => {
  const gone = { do: 'skip', reason: 'the fleet document is gone' };
  expect(decide(sleeps, undefined)).toEqual(gone);
  const { schedule: _schedule, ...unscheduled } = sleeps;
  expect(decide(unscheduled as ScalingRequest, fleetOf({ sleep: [OFFICE] }))).toEqual(gone);
});

describe('a firing that finds another operation on its cluster', () => {
  const waits = { do: 'wait', seconds: 60 };
  const patient = { ...OFFICE, deadline: '1h' };
  it.each<[string, ScalingRequest, OperationKind, object, number, boolean]>([
    ['waits for its end', sleeps, 'create', OFFICE, 0, true],
    ['waits for half an hour', sleeps, 'scale', OFFICE, 29, true],
    ['is skipped after half an hour', sleeps, 'scale', OFFICE, 30, false],
    ['waits for as long as its entry says', sleeps, 'scale', patient, 59, true],
    ['is skipped once that is over', sleeps, 'scale', patient, 60, false],
    ['stays out of the way of an upgrade', sleeps, 'upgrade', OFFICE, 0, false],
    ['stays out of the way of a deletion', sleeps, 'delete', OFFICE, 0, false],
    ['stays out of the way of a failover', sleeps, 'failover', OFFICE, 0, false],
    ['waits with the end of an until for all of these', ends, 'upgrade', OFFICE, 0, true],
    ['waits with it for half a day', ends, 'scale', OFFICE, 12 * 60 - 1, true],
    ['skips it after half a day', ends, 'scale', OFFICE, 12 * 60, false],
  ])('%s', (_what, request, kind, entry, lateMinutes, isPatient) => {
    const holder = { operationId: 'o9', kind, executionArn: '', takenAt: EVENING };
    const skips = { do: 'skip', reason: `operation o9 (${kind}) has held the cluster since ${EVENING}` };
    expect(decide(request, fleetOf({ sleep: [entry] }), { holder, lateMinutes })).toEqual(
      isPatient ? waits : skips,
    );
  });
});

describe('what a firing asks for', () => {
  it("is what its entry says by now, of the groups and of its operation's limits", () => {
    const asked = (over: object) =>
      decide(resizes, fleetOf({ scale: [{ ...SALE, ...over }] }), { at: FRIDAY });
    const request = { ...resizes, groups: [{ select: { nodeGroups: ['web'] }, minSize: 4 }] };
    expect(asked({})).toEqual({ do: 'go', request });
    expect(asked({ for: '2h' })).toEqual({
      do: 'go',
      request: { ...request, until: '2026-11-27T08:00:00.000Z' },
    });
    expect(asked({ deadline: '45m', overrides: ['manualChanges'] })).toEqual({
      do: 'go',
      request: { ...request, deadlineSeconds: 2700, overridesManualChanges: true },
    });
  });

  it('is no less than the most that a failover plan counts on, of which the cluster is the standby', () => {
    const plan = (name: string, cluster: string, region: string, floor?: number) => ({
      name,
      to: { cluster, region, ...(floor === undefined ? {} : { floor }) },
    });
    const failover = [
      plan('without', 'shop', OTHER),
      plan('lower', 'shop', OTHER, 1),
      plan('higher', 'shop', OTHER, 3),
      plan('elsewhere', 'shop', HOME, 8),
      plan('another', 'web', OTHER, 9),
    ];
    expect(decide(sleeps, fleetOf({ sleep: [OFFICE], failover }))).toMatchObject({
      request: { floor: { plan: 'higher', nodes: 3 } },
    });
    expect(decide(sleeps, fleetOf({ sleep: [OFFICE], failover: failover.slice(3) }))).toEqual({
      do: 'go',
      request: sleeps,
    });
  });

  it.each<[string, FleetDocument | undefined, string]>([
    ['the document is gone', undefined, 'the fleet document is gone'],
    [
      'its entry is gone',
      fleetOf({ sleep: [{ ...OFFICE, name: 'nights' }] }),
      'the document has no sleep entry office-hours',
    ],
    [
      'another entry says by now when the cluster sleeps',
      fleetOf({ sleep: [OFFICE, { ...OFFICE, name: 'late', priority: 1 }] }),
      'office-hours does not govern shop any more',
    ],
  ])('is nothing where %s', (_what, document, reason) => {
    expect(decide(sleeps, document)).toEqual({ do: 'skip', reason });
  });
});
