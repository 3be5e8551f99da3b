import { describe, expect, it } from '@jest/globals';
import { parseScheduleExpression, type ScheduleDialect } from '../../schedules/expression.ts';
import { ScheduleExpressionError } from '../../schedules/expression-error.ts';
import { isTimeZone, offsetMs } from '../../schedules/time-zone.ts';

const accepts = (text: string, dialect: ScheduleDialect): boolean => {
  try {
    parseScheduleExpression(text, dialect);
    return true;
  } catch (error) {
    if (error instanceof ScheduleExpressionError) return false;
    throw error;
  }
};

describe('schedule expressions', () => {
  it.each([
    ['rate(1 hour)', true, true],
    ['rate(2 hours)', true, true],
    ['rate(1 hours)', true, false],
    ['rate(2 hour)', true, false],
    ['rate(0 minutes)', false, false],
    ['rate(1.5 hours)', false, false],
    ['rate(1  hour)', false, false],
    ['at(2026-02-28T12:00:00)', true, false],
    ['at(2026-02-30T12:00:00)', false, false],
    ['at(2026-02-28T24:00:00)', false, false],
    ['cron(0 12 ? * ? *)', false, false],
    ['cron(0 12 1 * MON *)', false, false],
    ['cron(0 12 * * MON *)', false, false],
    ['cron(60 12 * * ? *)', false, false],
    ['cron(0 24 * * ? *)', false, false],
    ['cron(0 12 0 * ? *)', false, false],
    ['cron(0 12 ? * 8 *)', false, false],
    ['cron(0 12 ? * 0 *)', false, false],
    ['cron(0 12 ? * MON#6 *)', false, false],
    ['cron(0 12 ? * MON#1,TUE#2 *)', false, false],
    ['cron(0 12 L-3 * ? *)', false, false],
    ['cron(0 12 1 13 ? *)', false, false],
    ['cron(0 12 1 * ? 1969)', false, false],
    ['cron(0 12 1 * ? 2200)', false, false],
    ['cron(0/0 12 * * ? *)', false, false],
    ['cron(30-10 12 * * ? *)', false, false],
    ['cron(0 12 * * ?)', false, false],
    ['cron(0 12 * * ? *) ', false, false],
    ['cron(0,15-20,40/5 12 * JAN,MAR-MAY ? 2026-2030)', true, true],
  ])('%s is accepted by Scheduler: %s, by rules: %s', (text, byScheduler, byRules) => {
    expect([accepts(text, 'scheduler'), accepts(text, 'rule')]).toEqual([byScheduler, byRules]);
  });

  it('knows the zones of the IANA database, and no offsets', () => {
    expect(['Europe/Berlin', 'UTC', 'Mars/Phobos', '+02:00'].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    // A minute past, and on the hour (tz database).
    ['America/Goose_Bay', '2010-03-14T04:00:59Z', '2010-03-14T04:01:00Z'],
    ['America/St_Johns', '2009-03-08T03:30:59Z', '2009-03-08T03:31:00Z'],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z'],
  ])('know to the second when the clocks of %s change', (zone, before, after) => {
    // Two instants of the same quarter of an hour, in either order.
    const [last, first] = [before, after].map((at) => offsetMs(zone, Date.parse(at)));
    expect(first).not.toBe(last);
    expect(offsetMs(zone, Date.parse(before))).toBe(last);
    expect(offsetMs(zone, Date.parse(before) - 59_000)).toBe(last);
    expect(offsetMs(zone, Date.parse(after) + 59_000)).toBe(first);
  });
});
