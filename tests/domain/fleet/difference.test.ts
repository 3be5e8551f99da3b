import { describe, expect, it } from '@jest/globals';
import { isDone } from '../../../domain/fleet/schedules/difference.ts';
import type { Schedule } from '../../../domain/ports/schedules.ts';

const NOW = Date.parse('2026-11-25T09:00:00Z');
const schedule = (over: Partial<Schedule> = {}): Schedule => ({
  group: 'eks-fleet-prod-retail',
  name: 'shop.hours.wake',
  description: 'hours of fleet retail wakes shop',
  expression: 'cron(45 6 ? * MON-FRI *)',
  timeZone: 'UTC',
  flexibleMinutes: 0,
  deletesItself: false,
  event: { detailType: 'ClusterScaleRequested', detail: { cluster: 'shop' } },
  ...over,
});

describe('a change of a schedule', () => {
  it('is done once the schedule is as it is to be, not when it is there', () => {
    const change = { do: 'replace', schedule: schedule() } as const;
    expect(isDone(change, undefined, NOW)).toBe(false);
    expect(isDone(change, schedule({ expression: 'cron(0 7 ? * MON-FRI *)' }), NOW)).toBe(false);
    expect(isDone(change, schedule(), NOW)).toBe(true);
  });

  it('is done, too, where a schedule that deletes itself has fired meanwhile', () => {
    const once = schedule({ expression: 'at(2026-11-25T08:00:00)', deletesItself: true });
    expect(isDone({ do: 'create', schedule: once }, undefined, NOW)).toBe(true);
    const later = schedule({ expression: 'at(2026-11-26T08:00:00)', deletesItself: true });
    expect(isDone({ do: 'create', schedule: later }, undefined, NOW)).toBe(false);
  });

  it.each([
    ['has fired by the clocks of its zone', 'at(2026-11-25T09:59:00)', 'Europe/Berlin', true],
    ['is still to fire by those', 'at(2026-11-25T08:59:00)', 'America/New_York', false],
    ['fires before it could be made', 'at(2026-11-25T09:01:00)', 'UTC', true],
    ['fires soon', 'at(2026-11-25T09:02:00)', 'UTC', false],
  ])('is done, or not, without a schedule that %s', (_what, expression, timeZone, isOver) => {
    const once = schedule({ expression, timeZone, deletesItself: true });
    expect(isDone({ do: 'create', schedule: once }, undefined, NOW)).toBe(isOver);
  });

  it("is done whatever the order of members in Scheduler's answer, and not of the groups in it", () => {
    const asking = (detail: Schedule['event']['detail']) =>
      schedule({ event: { detailType: 'ClusterScaleRequested', detail } });
    const groups = [{ minSize: 1 }, { minSize: 2 }];
    const change = { do: 'replace', schedule: asking({ cluster: 'shop', until: null, groups }) } as const;
    expect(isDone(change, asking({ groups, until: null, cluster: 'shop' }), NOW)).toBe(true);
    const turned = asking({ cluster: 'shop', until: null, groups: groups.toReversed() });
    expect(isDone(change, turned, NOW)).toBe(false);
  });

  it('that is to go is done once it is gone', () => {
    expect(isDone({ do: 'delete', schedule: schedule() }, schedule(), NOW)).toBe(false);
    expect(isDone({ do: 'delete', schedule: schedule() }, undefined, NOW)).toBe(true);
  });
});
