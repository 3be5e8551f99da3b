import { localTimeAt } from '../../schedules/time-zone.ts';
import { DAY_MINUTES, WEEKDAYS } from './awake.ts';
import { DAY_MS, instant } from './calendar.ts';
import type { UpgradeWindow } from './upgrades.ts';

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** The times of a window in minutes from the midnight of the day on which it opens; past 1440 they are of the next day. */
export function windowMinutes({ start, lastStart, end }: UpgradeWindow) {
  const from = minuteOf(start);
  const after = (clock: string): number => {
    const minute = minuteOf(clock);
    return minute > from ? minute : minute + DAY_MINUTES;
  };
  return {
    start: from,
    lastStart: lastStart === start ? from : after(lastStart),
    end: end === undefined ? undefined : after(end),
  };
}

function isDay(days: string, weekday: number): boolean {
  const [first = -1, last = first] = days
    .split('-')
    .map((name) => WEEKDAYS.indexOf(name as (typeof WEEKDAYS)[number]));
  return (weekday - first + 7) % 7 <= (last - first + 7) % 7;
}

/** One opening of a window: milliseconds since the epoch. Within `from` and `lastStart`, both included, things begin. */
export interface Opening {
  readonly from: number;
  readonly lastStart: number;
  /** Absent where the window says no end. */
  readonly end: number | undefined;
}

/** So many days ahead each weekday has come, and the window that opened yesterday is seen as well. */
const DAYS_SEEN = 9;

/** The opening that holds an instant, or the next one. */
export function openingAt(window: UpgradeWindow, atMs: number): Opening | undefined {
  const { year, month, day } = localTimeAt(window.zone, atMs - DAY_MS);
  const minutes = windowMinutes(window);
  for (let index = 0; index < DAYS_SEEN; index++) {
    const dayMs = Date.UTC(year, month - 1, day) + index * DAY_MS;
    if (!isDay(window.days, new Date(dayMs).getUTCDay())) continue;
    const at = (after: number) => instant(window.zone, dayMs + after * 60_000);
    const lastStart = at(minutes.lastStart);
    if (lastStart < atMs) continue;
    return {
      from: at(minutes.start),
      lastStart,
      end: minutes.end === undefined ? undefined : at(minutes.end),
    };
  }
  return undefined;
}
