import * as z from 'zod';

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, HH:MM');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, YYYY-MM-DD');

/**
 * The hours in which the people of an office work, as they would say it. They are told apart from the Fleet document
 * on purpose.
 */
export const office = z.strictObject({
  /** The beginning of the names of its clusters. */
  clusters: z.string().min(1),
  region: z.string().min(1),
  zone: z.string().min(1),
  days: z.array(z.enum(DAYS)).min(1),
  open: time,
  close: time,
  /** Days without work. */
  closed: z.array(day).default([]),
  /** Before it opens its clusters may be on their way up for so long. */
  wakeBeforeMinutes: z.int().min(0).default(15),
  /** After it has closed its clusters may be on their way down for so long. */
  asleepWithinMinutes: z.int().min(0).default(30),
  /** Nodes may come so much later than it opens: 0 where nothing goes wrong. */
  lateMinutes: z.int().min(0).default(0),
});
export type Office = z.output<typeof office>;

/** From opening to closing, milliseconds since the epoch. */
export interface OfficeHours {
  readonly opensAt: number;
  readonly closesAt: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The clocks of a zone, as if they showed UTC. */
function clocksAt(zone: string, at: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/**
 * The instant at which the clocks of a zone show a time of a day. Office hours are never in the hour that clocks
 * skip.
 */
function instantOf(zone: string, date: string, text: string): number {
  const wanted = Date.parse(`${date}T${text}:00Z`);
  const first = wanted - (clocksAt(zone, wanted) - wanted);
  return first + (wanted - clocksAt(zone, first));
}

/** The hours of an office that end after an instant, in their order, without end. By ICU's zones, not by ours. */
export function* hoursFrom(
  { zone, days, open, close, closed }: Office,
  fromMs: number,
): Generator<OfficeHours> {
  const today = Math.floor(clocksAt(zone, fromMs) / DAY_MS) * DAY_MS;
  for (let midnight = today - DAY_MS; ; midnight += DAY_MS) {
    const date = new Date(midnight).toISOString().slice(0, 10);
    const isWorked = days.includes(DAYS[new Date(midnight).getUTCDay()] as (typeof DAYS)[number]);
    if (!isWorked || closed.includes(date)) continue;
    const hours = { opensAt: instantOf(zone, date, open), closesAt: instantOf(zone, date, close) };
    if (hours.closesAt > fromMs) yield hours;
  }
}

/** A moment at which an office's clusters are looked at, or from which on they may change. */
export interface Moment {
  readonly at: number;
  readonly is: 'waking' | 'sleeping' | 'awake' | 'asleep';
}

/** Nights, weekends and holidays are looked at so often. */
const LOOK_MS = 6 * 3_600_000;

/**
 * The moments at which clusters must be awake or asleep, from the first closing on: looks at the edges of every day
 * and night, and in between.
 */
export function* momentsFrom(office: Office, fromMs: number): Generator<Moment> {
  const minutes = (count: number): number => count * MINUTE_MS;
  let before: OfficeHours | undefined;
  for (const hours of hoursFrom(office, fromMs)) {
    const { opensAt, closesAt } = hours;
    const wakesAt = opensAt - minutes(office.wakeBeforeMinutes);
    if (before) {
      const asleepAt = before.closesAt + minutes(office.asleepWithinMinutes);
      for (let at = asleepAt; at < wakesAt; at += LOOK_MS) yield { at, is: 'asleep' };
      // The last minute before the clusters may wake.
      yield { at: wakesAt - minutes(1), is: 'asleep' };
      yield { at: wakesAt, is: 'waking' };
      yield { at: opensAt + minutes(office.lateMinutes), is: 'awake' };
      yield { at: (opensAt + closesAt) / 2, is: 'awake' };
      yield { at: closesAt - minutes(1), is: 'awake' };
    }
    yield { at: closesAt, is: 'sleeping' };
    before = hours;
  }
}
