import { instantOf, offsetMs } from '../../schedules/time-zone.ts';
import { type Hours, joined, readHours, type Span, wakeBeforeMinutes, weekHours } from './awake.ts';
import type { SleepEntry } from './entries.ts';

/** A change between awake and asleep, at the instant at which its schedule fires. */
export interface Transition {
  readonly kind: 'wake' | 'sleep';
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** The day on which its hours begin or end by the clocks, `YYYY-MM-DD`. */
  readonly date: string;
}

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Hours begin on one day and end on the next at the latest, and neighbours join. */
const PADDING_DAYS = 3;

export const dateOf = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 10);
const midnightOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** The holiday that a day is, as the entry has it: `2026-12-24 to 2026-12-26`; undefined for other days. */
export function holidayOn(holidays: SleepEntry['holidays'], date: string): string | undefined {
  for (const holiday of holidays ?? []) {
    if (typeof holiday === 'string') {
      if (holiday === date) return holiday;
    } else if (holiday.from <= date && date <= holiday.to) return `${holiday.from} to ${holiday.to}`;
  }
  return undefined;
}

/** Every day of the holidays and exceptions of an entry. */
function specialDays({ holidays = [], exceptions = [] }: SleepEntry): ReadonlySet<string> {
  const days = new Set(exceptions.map(({ date }) => date));
  for (const holiday of holidays) {
    const { from, to } = typeof holiday === 'string' ? { from: holiday, to: holiday } : holiday;
    for (let day = midnightOf(from); day <= midnightOf(to); day += DAY_MS) days.add(dateOf(day));
  }
  return days;
}

/** The hours that begin on a day: its exception's, none on a holiday, else its weekday's. */
function hoursOn(entry: SleepEntry, midnight: number, week: ReturnType<typeof weekHours>): readonly Hours[] {
  const date = dateOf(midnight);
  const exception = entry.exceptions?.find((one) => one.date === date);
  if (exception?.awake === 'all') return [{ from: 0, to: 1440 }];
  if (exception?.awake === 'none') return [];
  if (exception) {
    const hours = readHours(exception.awake);
    return 'value' in hours ? [hours.value] : [];
  }
  if (holidayOn(entry.holidays, date) !== undefined) return [];
  const weekday = new Date(midnight).getUTCDay();
  return week.filter((hours) => hours.weekday === weekday);
}

/** Stretches of being awake by the zone's clocks (as if these were UTC's) around some days, midnights both. */
function wallSpans(entry: SleepEntry, fromDay: number, toDay: number): readonly Span[] {
  const week = weekHours(entry);
  const spans: Span[] = [];
  for (let day = fromDay; day <= toDay; day += DAY_MS) {
    for (const { from, to } of hoursOn(entry, day, week))
      spans.push({ start: day + from * MINUTE_MS, end: day + to * MINUTE_MS });
  }
  return joined(spans, wakeBeforeMinutes(entry) * MINUTE_MS);
}

/** The instant of a wall-clock time; one that the clocks skip is as much later as they are set forward. */
export function instant(zone: string, wallMs: number): number {
  const date = new Date(wallMs);
  const local = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: 0,
  };
  return instantOf(zone, local) ?? wallMs - offsetMs(zone, wallMs - DAY_MS);
}

const dayAt = (zone: string, instantMs: number): number =>
  midnightOf(dateOf(instantMs + offsetMs(zone, instantMs)));

/** The entry as its weekdays alone have it, as the schedules that repeat fire. */
export const ordinary = ({
  holidays: _holidays,
  exceptions: _exceptions,
  ...entry
}: SleepEntry): SleepEntry => entry;

/** The changes between awake and asleep from one instant to before another, in their order. */
export function transitionsBetween(entry: SleepEntry, fromMs: number, toMs: number): readonly Transition[] {
  const { zone } = entry;
  const lead = wakeBeforeMinutes(entry) * MINUTE_MS;
  const spans = wallSpans(
    entry,
    dayAt(zone, fromMs) - PADDING_DAYS * DAY_MS,
    dayAt(zone, toMs) + PADDING_DAYS * DAY_MS,
  );
  return spans
    .flatMap(({ start, end }): Transition[] => [
      { kind: 'wake', atMs: instant(zone, start - lead), date: dateOf(start) },
      { kind: 'sleep', atMs: instant(zone, end), date: dateOf(end) },
    ])
    .filter(({ atMs }) => fromMs <= atMs && atMs < toMs);
}

/**
 * The day whose hours end at an instant, when an entry's clusters go to sleep: the hours of a night began the day
 * before.
 */
export function dayEndingAt(entry: SleepEntry, { atMs, date }: Transition): string {
  const week = weekHours(entry);
  const wall = atMs + offsetMs(entry.zone, atMs);
  const days = [midnightOf(date), midnightOf(date) - DAY_MS];
  const found = days.find((day) => hoursOn(entry, day, week).some(({ to }) => day + to * MINUTE_MS === wall));
  return found === undefined ? date : dateOf(found);
}

/** True where an entry wants its clusters awake, or waking, at an instant. */
export function wantsAwake(entry: SleepEntry, atMs: number): boolean {
  const { zone } = entry;
  const lead = wakeBeforeMinutes(entry) * MINUTE_MS;
  const day = dayAt(zone, atMs);
  return wallSpans(entry, day - PADDING_DAYS * DAY_MS, day + PADDING_DAYS * DAY_MS).some(
    ({ start, end }) => instant(zone, start - lead) <= atMs && atMs < instant(zone, end),
  );
}

/**
 * The changes that the weekly schedules do not make, because of holidays and exceptions: each needs a schedule of
 * its own. Ordered; only those after `nowMs`.
 */
export function specialTransitions(entry: SleepEntry, nowMs: number): readonly Transition[] {
  const found = new Map<string, Transition>();
  for (const date of specialDays(entry)) {
    const [from, to] = [midnightOf(date) - 2 * DAY_MS, midnightOf(date) + 3 * DAY_MS];
    if (to <= nowMs) continue;
    const usual = new Set(
      transitionsBetween(ordinary(entry), from, to).map(({ kind, atMs }) => `${kind} ${atMs}`),
    );
    for (const one of transitionsBetween(entry, from, to)) {
      const key = `${one.kind} ${one.atMs}`;
      if (one.atMs > nowMs && !usual.has(key)) found.set(key, one);
    }
  }
  return [...found.values()].sort((a, b) => a.atMs - b.atMs);
}
