import { DAY_MINUTES, WEEK_MINUTES, WEEKDAYS, wakeBeforeMinutes, weekSpans } from './awake.ts';
import type { SleepEntry } from './entries.ts';

export interface WeeklyFiring {
  readonly kind: 'wake' | 'sleep';
  readonly expression: string;
}

/** `MON-FRI`, `SUN,SAT`: days in Scheduler's order, which begins with Sunday. */
function dayField(days: readonly number[]): string {
  const [first = 0] = days;
  const last = days.at(-1) ?? first;
  const isRun = days.length > 2 && last - first === days.length - 1;
  if (isRun) return `${WEEKDAYS[first]}-${WEEKDAYS[last]}`;
  return days.map((day) => WEEKDAYS[day]).join(',');
}

function expressionOf(minute: number, days: readonly number[]): string {
  const time = `${minute % 60} ${Math.floor(minute / 60)}`;
  return days.length === 7 ? `cron(${time} * * ? *)` : `cron(${time} ? * ${dayField(days)} *)`;
}

/** The schedules by which an entry's clusters wake and sleep in an ordinary week: one a time of day. */
export function weeklyFirings(entry: SleepEntry): readonly WeeklyFiring[] {
  const spans = weekSpans(entry) ?? [];
  const lead = wakeBeforeMinutes(entry);
  const grouped = (kind: WeeklyFiring['kind'], minutes: readonly number[]): readonly WeeklyFiring[] => {
    const days = new Map<number, number[]>();
    for (const minute of minutes.map((one) => (one + WEEK_MINUTES) % WEEK_MINUTES).sort((a, b) => a - b)) {
      const ofDay = minute % DAY_MINUTES;
      days.set(ofDay, [...(days.get(ofDay) ?? []), Math.floor(minute / DAY_MINUTES)]);
    }
    return [...days]
      .sort(([a], [b]) => a - b)
      .map(([minute, on]) => ({ kind, expression: expressionOf(minute, on) }));
  };
  return [
    ...grouped(
      'wake',
      spans.map(({ start }) => start - lead),
    ),
    ...grouped(
      'sleep',
      spans.map(({ end }) => end),
    ),
  ];
}
