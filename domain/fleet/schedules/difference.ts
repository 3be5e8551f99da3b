import type { Schedule } from '../../ports/schedules.ts';
import { isPast, isSameSchedule } from './schedules.ts';

/** What is to become of one schedule. */
export type ScheduleChange =
  | { readonly do: 'create' | 'replace'; readonly schedule: Schedule }
  | { readonly do: 'delete'; readonly schedule: Schedule };

/** What brings schedules from what they are to what they are to be, at an instant; what has fired is not made anew. */
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

/** Whether a schedule that was to be changed has become what it is to be; of what is to go, whether it is gone. */
export function isDone(change: ScheduleChange, there: Schedule | undefined, nowMs: number): boolean {
  if (change.do === 'delete') return there === undefined;
  return there ? isSameSchedule(there, change.schedule) : isPast(change.schedule, nowMs);
}
