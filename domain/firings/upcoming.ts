import { parseScheduleExpression } from '../../schedules/expression.ts';
import { firings } from '../../schedules/firings.ts';
import { offsetMs } from '../../schedules/time-zone.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { Schedule } from '../ports/schedules.ts';
import { decideByDocument, type Firing, type FiringAction } from './by-document.ts';

/** A time at which a schedule fires. */
export interface UpcomingFiring {
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** The same by the clocks of the schedule's zone, with their offset: `2026-11-27T06:45+01:00`. */
  readonly local: string;
  /** The reason why it will do nothing, as the document is now; absent where it acts. */
  readonly skipped?: string;
}

const MINUTE_MS = 60_000;

/** `2026-11-27T06:45+01:00`. */
export function localTime(zone: string, atMs: number): string {
  const offset = offsetMs(zone, atMs);
  const minutes = Math.round(Math.abs(offset) / MINUTE_MS);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  const wall = new Date(atMs + offset).toISOString().slice(0, 16);
  return `${wall}${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** `2026-11-27T05:45:00Z`. */
export const isoOf = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');

/** The firing of a fleet's schedule at a time; undefined for other schedules, such as the end of an `until`. */
export function firingOf({ event: { detail } }: Schedule, scheduledAt: string): Firing | undefined {
  const entry = (detail.schedule as { readonly entry?: unknown } | undefined)?.entry;
  return typeof entry === 'string'
    ? { entry, action: detail.action as FiringAction, scheduledAt }
    : undefined;
}

/**
 * The next firings of a schedule after an instant, with those that its document will skip. A `rate` counts from
 * `createdMs`: Scheduler fires it at once when it is made.
 */
export function* upcomingFirings(
  schedule: Schedule,
  document: FleetDocument | undefined,
  nowMs: number,
  createdMs = nowMs,
): Generator<UpcomingFiring> {
  const { timeZone: zone, expression } = schedule;
  const parsed = parseScheduleExpression(expression);
  const options = { zone, ...(parsed.kind === 'rate' ? { startMs: createdMs } : {}) };
  for (const atMs of firings(parsed, nowMs, options)) {
    const at = isoOf(atMs);
    const firing = firingOf(schedule, at);
    const decided = firing && decideByDocument(document, firing, atMs);
    yield {
      at,
      local: localTime(zone, atMs),
      ...(decided?.do === 'skip' ? { skipped: decided.reason } : {}),
    };
  }
}
