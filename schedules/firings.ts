import type { Cron } from './cron.ts';
import { daysInMonth } from './cron-days.ts';
import type { Schedule } from './expression.ts';
import { clockOfDay, instantOf, localTimeAt } from './time-zone.ts';

export interface FiringOptions {
  /** An IANA time zone for `cron` and `at`; UTC where it is not given. */
  readonly zone?: string;
  /**
   * The first instant at which it may fire; a `rate` counts from here (from `afterMs` where it is not given).
   * Ignored by `at`, as by EventBridge Scheduler.
   */
  readonly startMs?: number;
  /** Firings are before this instant. */
  readonly endMs?: number;
  /** The most instants to give; 1 where it is not given. */
  readonly count?: number;
}

/** The last year that AWS's cron expressions can name. */
const LAST_YEAR = 2199;

/**
 * The next instants after `afterMs` (exclusive) at which a schedule fires, in milliseconds since the epoch. A
 * local time that the clocks skip in spring does not fire; one that they show twice in autumn fires the first
 * time only; the days of a `rate` have 24 hours (EventBridge Scheduler user guide, "Schedule types").
 */
export function nextFirings(schedule: Schedule, afterMs: number, options: FiringOptions = {}): number[] {
  const { count = 1 } = options;
  const found: number[] = [];
  if (count < 1) return found;
  for (const firing of firings(schedule, afterMs, options)) {
    found.push(firing);
    if (found.length >= count) break;
  }
  return found;
}

/** The same instants, one after the other, for as long as the caller asks; `count` has no meaning here. */
export function* firings(
  schedule: Schedule,
  afterMs: number,
  { zone = 'UTC', startMs, endMs = Number.POSITIVE_INFINITY }: FiringOptions = {},
): Generator<number, undefined> {
  for (const firing of allFirings(schedule, afterMs, zone, startMs)) {
    if (firing >= endMs) return;
    yield firing;
  }
}

function* allFirings(
  schedule: Schedule,
  afterMs: number,
  zone: string,
  startMs: number | undefined,
): Generator<number> {
  if (schedule.kind === 'at') {
    const firing = instantOf(zone, schedule.local);
    if (firing !== undefined && firing > afterMs) yield firing;
  } else if (schedule.kind === 'rate') {
    yield* rateFirings(schedule.intervalMs, afterMs, startMs);
  } else {
    // A firing at startMs itself counts.
    yield* cronFirings(schedule.cron, Math.max(afterMs, (startMs ?? afterMs + 1) - 1), zone);
  }
}

function* rateFirings(intervalMs: number, afterMs: number, startMs: number | undefined): Generator<number> {
  const anchor = startMs ?? afterMs;
  const elapsed = Math.floor((afterMs - anchor) / intervalMs) + 1;
  for (let index = Math.max(0, elapsed); ; index++) yield anchor + index * intervalMs;
}

function* cronFirings(cron: Cron, afterMs: number, zone: string): Generator<number> {
  const from = localTimeAt(zone, afterMs);
  for (let year = from.year; year <= LAST_YEAR; year++) {
    if (!cron.years.has(year)) continue;
    for (let month = year === from.year ? from.month : 1; month <= 12; month++) {
      if (!cron.months.has(month)) continue;
      const firstDay = year === from.year && month === from.month ? from.day : 1;
      for (let day = firstDay; day <= daysInMonth(year, month); day++) {
        if (cron.matchesDay(year, month, day)) yield* dayFirings(cron, { year, month, day }, afterMs, zone);
      }
    }
  }
}

function* dayFirings(
  cron: Cron,
  date: { readonly year: number; readonly month: number; readonly day: number },
  afterMs: number,
  zone: string,
): Generator<number> {
  const clock = clockOfDay(zone, date);
  const instants = cron.hours.flatMap((hour) => cron.minutes.map((minute) => clock(hour, minute)));
  // Wall-clock order is not the order of time where the clocks go back.
  const ordered = instants.filter((instant) => instant !== undefined).sort((a, b) => a - b);
  for (const instant of ordered) if (instant > afterMs) yield instant;
}
