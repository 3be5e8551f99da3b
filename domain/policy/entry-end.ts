import { instantOf } from '../../schedules/time-zone.ts';
import { durationMs } from './durations.ts';
import type { ScaleEntry } from './entries.ts';

/** ISO 8601: when the sizes of a firing end, or undefined where they stay. */
export function endOf(entry: ScaleEntry, scheduledAt: string): string | undefined {
  if (entry.for !== undefined) return new Date(Date.parse(scheduledAt) + durationMs(entry.for)).toISOString();
  if (entry.until === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = entry.until.split(/\D/).map(Number);
  const ends = instantOf(entry.zone, { year, month, day, hour, minute, second: 0 });
  return ends === undefined ? undefined : new Date(ends).toISOString();
}
