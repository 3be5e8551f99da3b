import type { Schedule } from './expression.ts';
import { instantOf, type LocalTime, offsetMs } from './time-zone.ts';

const DAY_MS = 86_400_000;

/** The days, as midnights by the zone's clocks, on which these are set forward. */
function* daysSetForward(zone: string, fromMs: number, toMs: number): Generator<number> {
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) {
    if (offsetMs(zone, day + DAY_MS) > offsetMs(zone, day)) yield* [day - DAY_MS, day, day + DAY_MS];
  }
}

/**
 * The first time by a zone's clocks, between two instants, at which a schedule is to fire but the clocks are set
 * forward past it: EventBridge Scheduler leaves such a firing out (its user guide, "Daylight savings time").
 */
export function skippedFiring(
  schedule: Schedule,
  zone: string,
  fromMs: number,
  toMs: number,
): LocalTime | undefined {
  if (schedule.kind === 'rate' || zone === 'UTC') return undefined;
  if (schedule.kind === 'at')
    return instantOf(zone, schedule.local) === undefined ? schedule.local : undefined;
  const { cron } = schedule;
  for (const midnight of daysSetForward(zone, fromMs, toMs)) {
    const date = new Date(midnight);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const isMeant = cron.years.has(year) && cron.months.has(month) && cron.matchesDay(year, month, day);
    if (!isMeant) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const local = { year, month, day, hour, minute, second: 0 };
        if (instantOf(zone, local) === undefined) return local;
      }
    }
  }
  return undefined;
}
