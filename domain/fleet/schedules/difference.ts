import type { Schedule } from '../../ports/schedules.ts';
import { isPast, isSameSchedule } from './schedules.ts';

/** A change of one schedule. */
export type ScheduleChange =
  | { readonly do: 'create' | 'replace'; readonly schedule: Schedule }
  | { readonly do: 'delete'; readonly schedule: Schedule };

/**
 * The changes that bring schedules from their state now to the desired one, at an instant. A schedule that has fired
 * is not made anew.
 */
export function scheduleChanges(
  desired: readonly Schedule[],
  existing: readonly Schedule[],
  nowMs: number,
): readonly ScheduleChange[] {
  const names = new Set(desired.map(({ name }) => name));
  return [
    ...desired.flatMap((schedule): ScheduleChange[] => {
      const there = existing.find(({ name }) => name === schedule.name);
      if (there && isSameSchedule(there, schedule)) return [];
      if (isPast(schedule, nowMs)) return [];
      return [{ do: there ? 'replace' : 'create', schedule }];
    }),
    ...existing
      .filter(({ name }) => !names.has(name))
      .map((schedule): ScheduleChange => ({ do: 'delete', schedule })),
  ];
}

/** True where a schedule that was to be changed is as desired; for one that is to go, where it is gone. */
export function isDone(change: ScheduleChange, there: Schedule | undefined, nowMs: number): boolean {
  if (change.do === 'delete') return there === undefined;
  return there ? isSameSchedule(there, change.schedule) : isPast(change.schedule, nowMs);
}
