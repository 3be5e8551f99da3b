import { describe, expect, it } from '@jest/globals';
import { isOwnFiring } from '../../../domain/fleet/schedules/own-firing.ts';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import { fleetOf, OFFICE, SALE, SHOP, STAGE, schedulesOf } from '../policy/documents.ts';

/** Wednesday, 08:00 in Berlin is 07:00 UTC; Friday's sale is at 06:00 UTC. */
const document = fleetOf({ sleep: [OFFICE], scale: [SALE] });
const AT = '2026-11-25T19:00:00Z';
const request: ScalingRequest = {
  action: 'hibernate',
  schedule: { fleet: 'retail', entry: 'office-hours', scheduledAt: AT },
};

/** The id that the schedule of this action gives its request. */
const idOf = (action: string, at: string, of = document) => {
  const found = Object.values(schedulesOf(of)).find(({ event }) => event.detail.action === action);
  return String(found?.event.detail.requestId).replace('<aws.scheduler.scheduled-time>', at);
};
const firing = {
  ...{ requestId: idOf('hibernate', AT), request, scheduled: SHOP, document, stage: STAGE },
  nowMs: Date.parse(AT) + 30_000,
};

describe('a firing that nobody has signed', () => {
  it("is the fleet's own by the id that its schedule gives it, once its time has come", () => {
    expect(isOwnFiring(firing)).toBe(true);
    const sale = {
      action: 'resize',
      groups: [],
      schedule: { fleet: 'retail', entry: 'sale', scheduledAt: '2026-11-27T06:00:00Z' },
    } as unknown as ScalingRequest;
    const nowMs = Date.parse('2026-11-27T06:00:10Z');
    expect(
      isOwnFiring({ ...firing, request: sale, requestId: idOf('resize', '2026-11-27T06:00:00Z'), nowMs }),
    ).toBe(true);
  });

  const written = (scheduledAt: string) => ({
    requestId: idOf('hibernate', scheduledAt),
    request: { ...request, schedule: { fleet: 'retail', entry: 'office-hours', scheduledAt } },
  });
  it.each([
    ['an id of its own', { requestId: 'mine' }],
    ['the id of another time', { requestId: idOf('hibernate', '2026-11-24T19:00:00Z') }],
    ['the id of another action', { requestId: idOf('wake', AT) }],
    ['a time that is to come', { nowMs: Date.parse(AT) - 1 }],
    ['a time that is long past', { nowMs: Date.parse(AT) + 2 * 86_400_000 + 1 }],
    ['its time in another form', written('2026-11-25T19:00:00.000Z')],
    ['its time in another zone', written('2026-11-25T20:00:00+01:00')],
    ['another action', { request: { ...request, action: 'wake' } as ScalingRequest }],
    ['no schedule', { request: { action: 'hibernate' } as ScalingRequest }],
    ['a document that is gone', { document: undefined }],
    ['a document without its entry', { document: fleetOf({ scale: [SALE] }) }],
    ['a document of another name', { document: fleetOf({ sleep: [OFFICE] }, 'other') }],
    ['another cluster', { scheduled: { ...SHOP, cluster: { ...SHOP.cluster, name: 'other' } } }],
    ['a cluster that its entry does not select', { scheduled: { ...SHOP, tags: {} } }],
    ['a level at which no schedule is made', { scheduled: { ...SHOP, level: 'observe' as const } }],
  ])('is nobody’s with %s', (_, other) => {
    expect(isOwnFiring({ ...firing, ...other })).toBe(false);
  });

  it('of a rate is nobody’s: any time could be one of its', () => {
    const rated = fleetOf({ scale: [{ ...SALE, at: 'rate(1 hour)' }] });
    const at = '2026-11-25T19:00:00Z';
    const of = {
      action: 'resize',
      groups: [],
      schedule: { fleet: 'retail', entry: 'sale', scheduledAt: at },
    } as unknown as ScalingRequest;
    expect(
      isOwnFiring({ ...firing, document: rated, request: of, requestId: idOf('resize', at, rated) }),
    ).toBe(false);
  });
});
