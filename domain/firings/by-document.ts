import { parseScheduleExpression } from '../../schedules/expression.ts';
import { nextFirings } from '../../schedules/firings.ts';
import { offsetMs } from '../../schedules/time-zone.ts';
import {
  dateOf,
  dayEndingAt,
  holidayOn,
  ordinary,
  transitionsBetween,
  wantsAwake,
} from '../policy/calendar.ts';
import type { ScaleEntry, SleepEntry } from '../policy/entries.ts';
import { freezeAt } from '../policy/freezes.ts';
import type { FleetDocument } from '../policy/schema.ts';

/** The action that a schedule asks for. */
export type FiringAction = 'wake' | 'hibernate' | 'resize';

export interface Firing {
  /** The entry's name. */
  readonly entry: string;
  readonly action: FiringAction;
  /** ISO 8601: the time for which it was scheduled. */
  readonly scheduledAt: string;
}

export type FiringDecision =
  | { readonly do: 'act'; readonly entry: SleepEntry | ScaleEntry }
  /** `reason` is the end of a sentence that begins with "skipped: ". */
  | { readonly do: 'skip'; readonly reason: string };

const skip = (reason: string): FiringDecision => ({ do: 'skip', reason });

/**
 * The document's verdict on a firing that arrives at `nowMs`: it may have changed since the schedule was made.
 * Pauses, leases, floors and persons' changes are not the document's, and are not looked at.
 */
export function decideByDocument(
  document: FleetDocument | undefined,
  firing: Firing,
  nowMs: number,
): FiringDecision {
  if (!document) return skip('the fleet document is gone');
  const freeze = freezeAt(document, 'scale', nowMs)?.freeze;
  if (freeze) return skip(`changes of sizes are frozen from ${freeze.from} to ${freeze.to} (${freeze.zone})`);
  const scheduledMs = Date.parse(firing.scheduledAt);
  if (firing.action === 'resize') {
    const entry = document.spec.scale?.find(({ name }) => name === firing.entry);
    return entry ? decideScale(entry, scheduledMs) : skip(`the document has no scale entry ${firing.entry}`);
  }
  const entry = document.spec.sleep?.find(({ name }) => name === firing.entry);
  return entry
    ? decideSleep(entry, firing.action === 'wake' ? 'wake' : 'sleep', scheduledMs, nowMs)
    : skip(`the document has no sleep entry ${firing.entry}`);
}

function decideSleep(
  entry: SleepEntry,
  kind: 'wake' | 'sleep',
  scheduledMs: number,
  nowMs: number,
): FiringDecision {
  const isAt = (one: SleepEntry) =>
    transitionsBetween(one, scheduledMs, scheduledMs + 1).find((found) => found.kind === kind);
  if (!isAt(entry)) {
    const usual = isAt(ordinary(entry));
    if (!usual) return skip(`${entry.name} has no ${kind} at that time any more`);
    const date = kind === 'wake' ? usual.date : dayEndingAt(ordinary(entry), usual);
    const holiday = holidayOn(entry.holidays, date);
    const day = holiday ?? date;
    return skip(`${day} is ${holiday === undefined ? 'an exception' : 'a holiday'} of ${entry.name}`);
  }
  if (wantsAwake(entry, nowMs) !== (kind === 'wake'))
    return skip(`it came so late that ${entry.name} wants the opposite by now`);
  return { do: 'act', entry };
}

function decideScale(entry: ScaleEntry, scheduledMs: number): FiringDecision {
  const { name, at, zone, holidays } = entry;
  const schedule = parseScheduleExpression(at);
  const [next] = schedule.kind === 'rate' ? [scheduledMs] : nextFirings(schedule, scheduledMs - 1, { zone });
  if (next !== scheduledMs) return skip(`${name} does not fire at that time any more`);
  const holiday = holidayOn(holidays, dateOf(scheduledMs + offsetMs(zone, scheduledMs)));
  if (holiday !== undefined) return skip(`${holiday} is a holiday of ${name}`);
  return { do: 'act', entry };
}
