import { ScheduleExpressionError } from './expression-error.ts';

export interface CronField {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** Names that stand for numbers, the first for `min`. */
  readonly names: readonly string[];
  /** Whether `start/step` is one of the field's wildcards. */
  readonly steps: boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The table "Fields" of the EventBridge Scheduler user guide, "Cron-based schedules". */
export const FIELDS = {
  minutes: { title: 'minutes', min: 0, max: 59, names: [], steps: true },
  hours: { title: 'hours', min: 0, max: 23, names: [], steps: true },
  daysOfMonth: { title: 'day-of-month', min: 1, max: 31, names: [], steps: true },
  months: { title: 'month', min: 1, max: 12, names: MONTHS, steps: true },
  daysOfWeek: { title: 'day-of-week', min: 1, max: 7, names: DAYS, steps: false },
  years: { title: 'year', min: 1970, max: 2199, names: [], steps: true },
} as const satisfies Record<string, CronField>;

export function refuseField(field: CronField, text: string): never {
  throw new ScheduleExpressionError(`${text} is no ${field.title}`);
}

/** One value of a field, by number or name. */
export function oneValue(text: string, field: CronField): number {
  const named = field.names.indexOf(text.toUpperCase());
  if (named >= 0) return field.min + named;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < field.min || value > field.max) return refuseField(field, text);
  return value;
}

/** The values that a list of values, ranges and steps stands for. */
export function valuesOf(text: string, field: CronField): ReadonlySet<number> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    for (const value of valuesOfItem(item, field)) values.add(value);
  }
  return values;
}

function valuesOfItem(item: string, field: CronField): number[] {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !field.steps)) return refuseField(field, item);
  const [from, to] = boundsOf(range, field, step !== undefined);
  const stride = step === undefined ? 1 : Number(step);
  if (step !== undefined && (!/^\d+$/.test(step) || stride < 1 || stride > field.max)) {
    return refuseField(field, item);
  }
  const values: number[] = [];
  for (let value = from; value <= to; value += stride) values.push(value);
  return values;
}

/** A single value that is stepped from runs to the end of its field. */
function boundsOf(range: string, field: CronField, isStepped: boolean): readonly [number, number] {
  if (range === '*') return [field.min, field.max];
  const [first = '', last, ...more] = range.split('-');
  const from = oneValue(first, field);
  if (last === undefined) return [from, isStepped ? field.max : from];
  const to = oneValue(last, field);
  if (more.length > 0 || to < from) return refuseField(field, range);
  return [from, to];
}
