/** A wall-clock time without a zone; months count from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    formats.set(zone, format);
  }
  return format;
}

/**
 * Whether a name is a zone of the IANA database (or `UTC`), as Scheduler wants it (its guide, "Schedule types").
 * Capital and small letters must be as they are there: Intl also takes others, but no source says that Scheduler
 * does.
 */
export function isTimeZone(zone: string): boolean {
  // Intl also takes offsets such as +02:00, which AWS does not.
  if (/^[+-]/.test(zone)) return false;
  try {
    const { timeZone } = formatOf(zone).resolvedOptions();
    return timeZone === zone || timeZone.toLowerCase() !== zone.toLowerCase();
  } catch {
    return false;
  }
}

const asUtc = ({ year, month, day, hour, minute, second }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

const QUARTER_MS = 900_000;
const QUARTERS_KEPT = 10_000;
const quarters = new Map<string, Map<number, number>>();

/**
 * The milliseconds by which the zone is ahead of UTC at an instant. The result is kept for each quarter of an hour,
 * except one in which the clocks change: some zones change at a minute past (Newfoundland until 2011, Casey in 2022;
 * tz database).
 */
export function offsetMs(zone: string, instantMs: number): number {
  if (zone === 'UTC') return 0;
  let known = quarters.get(zone);
  if (!known || known.size >= QUARTERS_KEPT) {
    known = new Map();
    quarters.set(zone, known);
  }
  const quarter = Math.floor(instantMs / QUARTER_MS);
  const kept = known.get(quarter);
  if (kept !== undefined) return kept;
  const first = readOffsetMs(zone, quarter * QUARTER_MS);
  if (first !== readOffsetMs(zone, (quarter + 1) * QUARTER_MS - 1000)) return readOffsetMs(zone, instantMs);
  known.set(quarter, first);
  return first;
}

function readOffsetMs(zone: string, instantMs: number): number {
  const whole = Math.floor(instantMs / 1000) * 1000;
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(whole)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return asUtc({ year, month, day, hour, minute, second }) - whole;
}

/** The wall clock of a zone at an instant. */
export function localTimeAt(zone: string, instantMs: number): LocalTime {
  const date = new Date(instantMs + offsetMs(zone, instantMs));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/**
 * A zone's clocks around one day: its instants by wall-clock time. Days without a change of the offset (all but two a
 * year) are answered by arithmetic, the others by the clocks themselves.
 */
export function clockOfDay(
  zone: string,
  date: Pick<LocalTime, 'year' | 'month' | 'day'>,
): (hour: number, minute: number) => number | undefined {
  const midnight = Date.UTC(date.year, date.month - 1, date.day);
  const before = offsetMs(zone, midnight - DAY_MS);
  if (before !== offsetMs(zone, midnight + 2 * DAY_MS)) {
    return (hour, minute) => instantOf(zone, { ...date, hour, minute, second: 0 });
  }
  return (hour, minute) => midnight + (hour * 60 + minute) * 60_000 - before;
}

/**
 * The instant at which a zone's clocks show a time: the first of two where clocks are set back, undefined where
 * they are set forward and never show it.
 */
export function instantOf(zone: string, local: LocalTime): number | undefined {
  const wall = asUtc(local);
  if (zone === 'UTC') return wall;
  // A zone's offset changes at most once within the two days around.
  const offsets = [offsetMs(zone, wall - DAY_MS), offsetMs(zone, wall + DAY_MS)];
  const instants = offsets.map((offset) => wall - offset);
  const shown = instants.filter((instant) => instant + offsetMs(zone, instant) === wall);
  return shown.length === 0 ? undefined : Math.min(...shown);
}
