import { FIELDS, oneValue, refuseField, valuesOf } from './cron-fields.ts';

/** Whether a day of a month is meant; months count from 1. */
export type DayMatcher = (year: number, month: number, day: number) => boolean;

/** 1 for Sunday to 7 for Saturday, as AWS counts. */
const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

const isWeekend = (weekday: number): boolean => weekday === 1 || weekday === 7;

/** The weekday nearest to a day, within the day's own month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (!isWeekend(weekday)) return day;
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  return day < daysInMonth(year, month) ? day + 1 : day - 2;
}

/** `L` (the last day), `LW` (the last weekday), `nW` (the weekday nearest to day n), or values. */
export function dayOfMonthMatcher(text: string): DayMatcher {
  const field = FIELDS.daysOfMonth;
  const special = text.toUpperCase();
  if (special === 'L') return (year, month, day) => day === daysInMonth(year, month);
  if (special === 'LW') {
    return (year, month, day) => day === nearestWeekday(year, month, daysInMonth(year, month));
  }
  if (special.endsWith('W')) {
    const wanted = oneValue(special.slice(0, -1), field);
    return (year, month, day) =>
      wanted <= daysInMonth(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const days = valuesOf(text, field);
  return (_year, _month, day) => days.has(day);
}

/** `L` (Saturday, the last day of a week), `nL` (the month's last such day), `n#k` (its k-th), or values. */
export function dayOfWeekMatcher(text: string): DayMatcher {
  const field = FIELDS.daysOfWeek;
  const special = text.toUpperCase();
  if (special.includes('#')) return ordinalWeekday(special);
  if (special === 'L') return (year, month, day) => weekdayOf(year, month, day) === field.max;
  if (special.endsWith('L')) {
    const wanted = oneValue(special.slice(0, -1), field);
    return (year, month, day) => weekdayOf(year, month, day) === wanted && day + 7 > daysInMonth(year, month);
  }
  const weekdays = valuesOf(text, field);
  return (year, month, day) => weekdays.has(weekdayOf(year, month, day));
}

function ordinalWeekday(text: string): DayMatcher {
  const [day = '', ordinal = ''] = text.split('#');
  if (!/^[^#]+#[1-5]$/.test(text)) return refuseField(FIELDS.daysOfWeek, text);
  const wanted = oneValue(day, FIELDS.daysOfWeek);
  const nth = Number(ordinal);
  return (year, month, dayOfMonth) =>
    weekdayOf(year, month, dayOfMonth) === wanted && Math.ceil(dayOfMonth / 7) === nth;
}
