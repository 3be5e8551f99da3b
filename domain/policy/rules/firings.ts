import { parseScheduleExpression, type Schedule } from '../../../schedules/expression.ts';
import { ScheduleExpressionError } from '../../../schedules/expression-error.ts';
import { nextFirings } from '../../../schedules/firings.ts';
import { skippedFiring } from '../../../schedules/skipped.ts';
import { isTimeZone } from '../../../schedules/time-zone.ts';
import type { Finding } from '../../cluster-config/problem.ts';
import { readAwake, readHours, wakeBeforeMinutes, weekSpans } from '../awake.ts';
import { DAY_MS } from '../calendar.ts';
import { weeklyFirings } from '../crons.ts';
import type { ScaleEntry, SleepEntry } from '../entries.ts';
import { endOf } from '../entry-end.ts';
import type { FleetRule } from './rule.ts';

/** So far ahead the clocks of zones are known well enough to be looked at. */
const AHEAD_MS = 5 * 366 * DAY_MS;

const pad = (value: number): string => String(value).padStart(2, '0');

/** A firing that falls into the hour that the clocks skip in spring would not happen. */
function skipped(path: string, found: unknown, schedule: Schedule, zone: string, nowMs: number): Finding[] {
  const local = skippedFiring(schedule, zone, nowMs, nowMs + AHEAD_MS);
  if (!local) return [];
  const { year, month, day, hour, minute } = local;
  return [
    {
      path,
      found,
      allowed: `a time that ${zone} has every day`,
      message: `on ${year}-${pad(month)}-${pad(day)} the clocks of ${zone} skip ${pad(hour)}:${pad(minute)}, and Scheduler would leave that firing out`,
      alternative: 'choose a time before the skipped hour or after it, or zone: UTC',
    },
  ];
}

function sentences(path: string, { awake, exceptions = [] }: SleepEntry): Finding[] {
  const findings: Finding[] = [];
  [awake].flat().forEach((text, index) => {
    const read = readAwake(text);
    const at = Array.isArray(awake) ? `${path}.awake[${index}]` : `${path}.awake`;
    if ('wrong' in read)
      findings.push({
        path: at,
        found: text,
        allowed: 'days and hours such as MON-FRI 07:00-20:00',
        message: read.wrong,
      });
  });
  exceptions.forEach(({ date, awake: hours }, index) => {
    const at = `${path}.exceptions[${index}]`;
    if (exceptions.findIndex((other) => other.date === date) !== index)
      findings.push({
        path: `${at}.date`,
        found: date,
        allowed: 'one exception a day',
        message: 'the day has an exception already',
      });
    const read = readHours(hours);
    if (!['all', 'none'].includes(hours) && 'wrong' in read)
      findings.push({
        path: `${at}.awake`,
        found: hours,
        allowed: 'all, none, or hours such as 08:00-12:00',
        message: read.wrong,
      });
  });
  return findings;
}

/** Mistakes in the times at which an entry's clusters wake, once its sentences can be read. */
function wakings(path: string, entry: SleepEntry, nowMs: number): Finding[] {
  const { awake, zone, within = 0, wakeBefore } = entry;
  const minutes = wakeBeforeMinutes(entry);
  if (minutes > 720)
    return [
      {
        path: `${path}.wakeBefore`,
        found: wakeBefore,
        allowed: 'at most 12h',
        message: 'no cluster takes as long to wake',
      },
    ];
  if (within > minutes)
    return [
      {
        path: `${path}.within`,
        found: within,
        allowed: `at most ${minutes}, as wakeBefore says`,
        message: 'a cluster could begin to wake only after its hours have begun',
        alternative: 'raise wakeBefore',
      },
    ];
  if (!weekSpans(entry))
    return [
      {
        path: `${path}.awake`,
        found: awake,
        allowed: `hours with more than ${minutes} minutes between them`,
        message: 'the clusters would always be awake, and the schedule would never fire',
        alternative: 'leave the entry out',
      },
    ];
  const found = weeklyFirings(entry).flatMap(({ expression }) =>
    skipped(`${path}.awake`, awake, parseScheduleExpression(expression), zone, nowMs),
  );
  return found.slice(0, 1);
}

/** Hours that cannot be read, are never slept through, or begin or end while the clocks skip. */
export const awakeHours: FleetRule = ({ sleep = [] }, nowMs) =>
  sleep.flatMap((entry, index) => {
    const path = `spec.sleep[${index}]`;
    const findings = sentences(path, entry);
    return findings.length > 0 || !isTimeZone(entry.zone) ? findings : wakings(path, entry, nowMs);
  });

function readExpression(text: string): Schedule | string {
  try {
    return parseScheduleExpression(text);
  } catch (error) {
    if (error instanceof ScheduleExpressionError) return error.message;
    throw error;
  }
}

function times(path: string, entry: ScaleEntry, nowMs: number): Finding[] {
  const { at, zone } = entry;
  const schedule = readExpression(at);
  if (typeof schedule === 'string')
    return [
      {
        path: `${path}.at`,
        found: at,
        allowed: 'cron(...), rate(...) or at(...) as EventBridge Scheduler takes them',
        message: `Scheduler refuses it: ${schedule}`,
      },
    ];
  if (!isTimeZone(zone)) return [];
  const skips = skipped(`${path}.at`, at, schedule, zone, nowMs);
  if (skips.length > 0) return skips;
  const [first] = nextFirings(schedule, nowMs, { zone });
  if (first === undefined)
    return [
      {
        path: `${path}.at`,
        found: at,
        allowed: 'a time to come',
        message: 'it would never fire',
      },
    ];
  return untilOf(path, entry, schedule, first);
}

function untilOf(path: string, entry: ScaleEntry, schedule: Schedule, firstMs: number): Finding[] {
  const { until } = entry;
  if (until === undefined) return [];
  const at = `${path}.until`;
  const refuse = (allowed: string, message: string, alternative?: string): Finding[] => [
    { path: at, found: until, allowed, message, ...(alternative === undefined ? {} : { alternative }) },
  ];
  if (entry.for !== undefined)
    return refuse('one of for and until', 'for says already how long the sizes last');
  if (schedule.kind !== 'at')
    return refuse('an at(...) beside it', 'the entry fires again and again', 'say for: 4h');
  const end = endOf(entry, new Date(firstMs).toISOString());
  if (end === undefined || Date.parse(end) <= firstMs)
    return refuse(`a time after ${entry.at}`, 'the sizes would end before they begin');
  return [];
}

/** Times of `scale` that Scheduler refuses, that never come, or that the clocks skip. */
export const scaleTimes: FleetRule = ({ scale = [] }, nowMs) =>
  scale.flatMap((entry, index) => times(`spec.scale[${index}]`, entry, nowMs));
