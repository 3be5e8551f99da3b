import { describe, expect, it } from '@jest/globals';
import { parseScheduleExpression } from '../../schedules/expression.ts';
import { skippedFiring } from '../../schedules/skipped.ts';

const YEAR = ['2027-01-01', '2028-01-01'] as const;
const skipped = (expression: string, zone: string, [from, to]: readonly [string, string] = YEAR) => {
  const found = skippedFiring(parseScheduleExpression(expression), zone, Date.parse(from), Date.parse(to));
  if (!found) return undefined;
  const { year, month, day, hour, minute, second } = found;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString().slice(0, 16);
};

/** On 28 March 2027 the clocks of Berlin go from 02:00 to 03:00, on 3 October those of Lord Howe Island to 02:30. */
describe('a firing that the clocks skip', () => {
  it.each<[string, string, string]>([
    ['every day', 'cron(30 2 * * ? *)', '2027-03-28T02:30'],
    ['at the beginning of the hour', 'cron(0 2 * * ? *)', '2027-03-28T02:00'],
    ['first of several', 'cron(0/15 1-3 * * ? *)', '2027-03-28T02:00'],
    ['on that day of the week', 'cron(30 2 ? * SUN *)', '2027-03-28T02:30'],
    ['on that day of the month', 'cron(30 2 28 3 ? *)', '2027-03-28T02:30'],
    ['once', 'at(2027-03-28T02:30:00)', '2027-03-28T02:30'],
  ])('is one that is to be %s', (_when, expression, at) => {
    expect(skipped(expression, 'Europe/Berlin')).toBe(at);
  });

  it.each<[string, string]>([
    ['before that hour', 'cron(59 1 * * ? *)'],
    ['after it', 'cron(0 3 * * ? *)'],
    ['on another day of the week', 'cron(30 2 ? * MON *)'],
    ['on another day of the month', 'cron(30 2 27 3 ? *)'],
    ['in another month', 'cron(30 2 * 4 ? *)'],
    ['in another year', 'cron(30 2 * * ? 2028)'],
    ['once, after it', 'at(2027-03-28T03:00:00)'],
    ['now and then', 'rate(30 minutes)'],
  ])('is none that is to be %s', (_when, expression) => {
    expect(skipped(expression, 'Europe/Berlin')).toBeUndefined();
  });

  it('is one of the zone, and none where clocks are never set', () => {
    expect(skipped('cron(30 2 * * ? *)', 'America/New_York')).toBe('2027-03-14T02:30');
    expect(skipped('cron(30 2 * * ? *)', 'Australia/Sydney')).toBe('2027-10-03T02:30');
    expect(skipped('cron(15 2 * * ? *)', 'Australia/Lord_Howe')).toBe('2027-10-03T02:15');
    expect(skipped('cron(30 2 * * ? *)', 'Australia/Lord_Howe')).toBeUndefined();
    // By UTC that is the next day.
    expect(skipped('cron(30 23 * * ? *)', 'America/Nuuk')).toBe('2027-03-27T23:30');
    expect(skipped('cron(30 2 * * ? *)', 'Asia/Kolkata')).toBeUndefined();
    expect(skipped('cron(30 2 * * ? *)', 'UTC')).toBeUndefined();
  });

  it('is the first between two times', () => {
    const daily = 'cron(30 2 * * ? *)';
    expect(skipped(daily, 'Europe/Berlin', ['2027-04-01', '2029-01-01'])).toBe('2028-03-26T02:30');
    expect(skipped(daily, 'Europe/Berlin', ['2027-04-01', '2028-03-01'])).toBeUndefined();
    expect(skipped(daily, 'Europe/Berlin', ['2027-03-28T00:45Z', '2027-03-29'])).toBe('2027-03-28T02:30');
  });
});
