import { describe, expect, it } from '@jest/globals';
import { isDone } from '../../../domain/fleet/difference.ts';
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

  it('that is to go is done once it is gone', () => {
    expect(isDone({ do: 'delete', schedule: schedule() }, schedule(), NOW)).toBe(false);
    expect(isDone({ do: 'delete', schedule: schedule() }, undefined, NOW)).toBe(true);
  });
});
