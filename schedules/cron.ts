import { type DayMatcher, dayOfMonthMatcher, dayOfWeekMatcher } from './cron-days.ts';
import { FIELDS, valuesOf } from './cron-fields.ts';
import { ScheduleExpressionError } from './expression-error.ts';

/** A cron expression of AWS, ready to be asked. Values are in ascending order. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly matchesDay: DayMatcher;
}

/**
 * Reads AWS's six fields: minutes, hours, day of month, month, day of week, year. One of the two day fields, and
 * only one, is `?` (EventBridge Scheduler user guide, "Cron-based schedules").
 * @throws ScheduleExpressionError
 */
export function parseCron(body: string): Cron {
  const fields = body.split(/ +/);
  if (fields.length !== 6) throw new ScheduleExpressionError('cron takes six fields');
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new ScheduleExpressionError('one of day-of-month and day-of-week must be ?, and only one');
  }
  return {
    minutes: ascending(valuesOf(minutes, FIELDS.minutes)),
    hours: ascending(valuesOf(hours, FIELDS.hours)),
    months: valuesOf(month, FIELDS.months),
    years: valuesOf(year, FIELDS.years),
    matchesDay: dayOfWeek === '?' ? dayOfMonthMatcher(dayOfMonth) : dayOfWeekMatcher(dayOfWeek),
  };
}

const ascending = (values: ReadonlySet<number>): number[] => [...values].sort((a, b) => a - b);
