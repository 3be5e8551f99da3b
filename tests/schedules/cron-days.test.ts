import { describe, expect, it } from '@jest/globals';
import { dayOfMonthMatcher, dayOfWeekMatcher } from '../../schedules/cron-days.ts';

/** The days of a month that match. */
const days = (
  matches: ReturnType<typeof dayOfMonthMatcher>,
  year: number,
  month: number,
): readonly number[] =>
  Array.from({ length: new Date(Date.UTC(year, month, 0)).getUTCDate() }, (_, index) => index + 1).filter(
    (day) => matches(year, month, day),
  );

/** "`W` … the closest weekday to the specified day", within its month (Scheduler user guide, "Cron-based schedules"). */
describe('the weekday nearest to a day', () => {
  it.each([
    ['1W', 2026, 8, 3, 'the first is a Saturday, and the month before is another one'],
    ['1W', 2026, 2, 2, 'the first is a Sunday'],
    ['15W', 2026, 8, 14, 'the 15th is a Saturday'],
    ['16W', 2026, 8, 17, 'the 16th is a Sunday'],
    ['31W', 2026, 5, 29, 'the last is a Sunday, and the month after is another one'],
    ['31W', 2026, 10, 30, 'the last is a Saturday'],
    ['18W', 2026, 8, 18, 'the 18th is a weekday itself'],
    ['LW', 2026, 5, 29, 'the last weekday of the month'],
  ])('%s of %i-%i is the %ith: %s', (text, year, month, day) => {
    expect(days(dayOfMonthMatcher(text), year, month)).toEqual([day]);
  });

  it('is none of a day that the month does not have', () => {
    expect(days(dayOfMonthMatcher('31W'), 2026, 2)).toEqual([]);
  });
});

describe('a weekday of a month', () => {
  it.each([
    ['2L', 2026, 8, 31, 'the last Monday is the 31st'],
    ['7L', 2026, 2, 28, 'the last Saturday of a February'],
    ['6#2', 2026, 8, 14, 'the second Friday'],
  ])('%s of %i-%i is the %ith: %s', (text, year, month, day) => {
    expect(days(dayOfWeekMatcher(text), year, month)).toEqual([day]);
  });
});
