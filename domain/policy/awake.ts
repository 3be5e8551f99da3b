import { durationMs } from './durations.ts';
import type { SleepEntry } from './entries.ts';

/** Hours of one day, in minutes from its midnight; past 1440 they end on the next. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Hours on a day of the week; 0 is Sunday. */
export interface WeekHours extends Hours {
  readonly weekday: number;
}

export type Read<T> = { readonly value: T } | { readonly wrong: string };

export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
export const DAY_MINUTES = 1440;
export const WEEK_MINUTES = 7 * DAY_MINUTES;
/** The time before its hours at which a cluster begins to wake, where the entry says none. */
export const WAKE_BEFORE = '15m';

export const wakeBeforeMinutes = ({ wakeBefore = WAKE_BEFORE }: SleepEntry): number =>
  durationMs(wakeBefore) / 60_000;

const minuteOf = (hour: string, minute: string): number => Number(hour) * 60 + Number(minute);

/** `07:00-20:00`; an end that is not after its beginning is of the next day, and `24:00` is midnight. */
export function readHours(text: string): Read<Hours> {
  const [, h1 = '', m1 = '', h2 = '', m2 = ''] =
    /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  if (h1 === '') return { wrong: `${text} are no hours such as 07:00-20:00` };
  const [from, to] = [minuteOf(h1, m1), minuteOf(h2, m2)];
  if (to > DAY_MINUTES) return { wrong: `${h2}:${m2} is past midnight, which is 24:00` };
  if (from === to) return { wrong: `${text} are no hours at all; a whole day is 00:00-24:00` };
  return { value: { from, to: to > from ? to : to + DAY_MINUTES } };
}

/** `MON-FRI`, `SAT,SUN`, `FRI-MON`: the weekdays that are meant. */
function readDays(text: string): Read<readonly number[]> {
  const days: number[] = [];
  for (const item of text.split(',')) {
    const ends = item.split('-').map((name) => WEEKDAYS.indexOf(name as (typeof WEEKDAYS)[number]));
    const [first = -1, last = first] = ends;
    if (ends.length > 2 || first < 0 || last < 0)
      return {
        wrong: `${item} is no day or range of days, such as MON-FRI; days are ${WEEKDAYS.join(', ')}`,
      };
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === last) break;
    }
  }
  return { value: days };
}

/** `MON-FRI 07:00-20:00`: days, a blank, and hours. */
export function readAwake(text: string): Read<readonly WeekHours[]> {
  const [, daysText, hoursText] = /^(\S+) (\S+)$/.exec(text) ?? [];
  if (daysText === undefined || hoursText === undefined)
    return { wrong: 'it is not days, a blank and hours' };
  const days = readDays(daysText);
  if ('wrong' in days) return days;
  const hours = readHours(hoursText);
  if ('wrong' in hours) return hours;
  return { value: days.value.map((weekday) => ({ weekday, ...hours.value })) };
}

/** The hours of a week that an entry names. Its sentences have been held to the grammar when it was read. */
export function weekHours({ awake }: SleepEntry): readonly WeekHours[] {
  return [awake].flat().flatMap((text) => {
    const read = readAwake(text);
    if ('wrong' in read) throw new Error(read.wrong);
    return read.value;
  });
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Joins spans that overlap, touch, or are so near that a cluster would have to wake before it slept. */
export function joined(spans: readonly Span[], nearest: number): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && span.start - last.end <= nearest)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else result.push(span);
  }
  return result;
}

/**
 * The stretches of an ordinary week in which an entry's clusters are awake, in minutes from Sunday's midnight by
 * the clocks of its zone; one may go past the week's end. Undefined where that is always.
 */
export function weekSpans(entry: SleepEntry): readonly Span[] | undefined {
  const nearest = wakeBeforeMinutes(entry);
  const week = weekHours(entry).map(({ weekday, from, to }) => ({
    start: weekday * DAY_MINUTES + from,
    end: weekday * DAY_MINUTES + to,
  }));
  // Three weeks in a row join across their ends; the middle one's stretches are those of every week.
  const weeks = [-WEEK_MINUTES, 0, WEEK_MINUTES].flatMap((shift) =>
    week.map(({ start, end }) => ({ start: start + shift, end: end + shift })),
  );
  const spans = joined(weeks, nearest).filter(({ start }) => start >= 0 && start < WEEK_MINUTES);
  return spans.length === 0 ? undefined : spans;
}
