import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseScheduleExpression } from '../../schedules/expression.ts';
import { type FiringOptions, nextFirings } from '../../schedules/firings.ts';

const firings = (expression: string, after: string, options: FiringOptions = {}): string[] =>
  nextFirings(parseScheduleExpression(expression), Date.parse(after), { count: 3, ...options }).map((at) =>
    new Date(at).toISOString().replace(':00.000Z', 'Z'),
  );

const HOUR_MS = 3_600_000;

describe('days of a cron schedule', () => {
  it.each([
    ['the last day of a month', 'cron(0 9 L * ? *)', ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['the last weekday of a month', 'cron(0 9 LW * ? *)', ['2026-01-30', '2026-02-27', '2026-03-31']],
    [
      'the weekday nearest to the first, in its month',
      'cron(0 9 1W * ? *)',
      ['2026-02-02', '2026-03-02', '2026-04-01'],
    ],
    [
      'the weekday nearest to the fifteenth',
      'cron(0 9 15W * ? *)',
      ['2026-01-15', '2026-02-16', '2026-03-16'],
    ],
    [
      'the weekday nearest to the 31st, in months that have one',
      'cron(0 9 31W * ? *)',
      ['2026-01-30', '2026-03-31', '2026-05-29'],
    ],
    ['the last Friday', 'cron(0 9 ? * 6L *)', ['2026-01-30', '2026-02-27', '2026-03-27']],
    ['the last Friday by name', 'cron(0 9 ? * FRIL *)', ['2026-01-30', '2026-02-27', '2026-03-27']],
    ['the third Saturday', 'cron(0 9 ? * SAT#3 *)', ['2026-01-17', '2026-02-21', '2026-03-21']],
    [
      'the fifth Saturday, where there is one',
      'cron(0 9 ? * 7#5 *)',
      ['2026-01-31', '2026-05-30', '2026-08-29'],
    ],
    ['the last day of the week', 'cron(0 9 ? * L *)', ['2026-01-03', '2026-01-10', '2026-01-17']],
    ['a leap day', 'cron(0 9 29 2 ? *)', ['2028-02-29', '2032-02-29', '2036-02-29']],
    ['every tenth day from the first', 'cron(0 9 1/10 * ? *)', ['2026-01-11', '2026-01-21', '2026-01-31']],
    ['named months in a range', 'cron(0 9 1 MAR-MAY ? *)', ['2026-03-01', '2026-04-01', '2026-05-01']],
    ['years in steps', 'cron(0 9 1 1 ? 2027/2)', ['2027-01-01', '2029-01-01', '2031-01-01']],
  ])('are %s', (_title, expression, days) => {
    expect(firings(expression, '2026-01-01T12:00:00Z')).toEqual(days.map((day) => `${day}T09:00Z`));
  });

  it('end with the last year that the expression names', () => {
    expect(firings('cron(0 9 1 1 ? 2027)', '2026-01-01T00:00:00Z')).toEqual(['2027-01-01T09:00Z']);
    expect(firings('cron(0 9 31 2 ? *)', '2026-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('time zones', () => {
  const zone = 'Europe/Berlin';

  it('skip a local time inside the spring gap', () => {
    expect(firings('cron(30 2 * * ? *)', '2026-03-28T00:00:00Z', { zone })).toEqual([
      '2026-03-28T01:30Z',
      '2026-03-30T00:30Z',
      '2026-03-31T00:30Z',
    ]);
    expect(firings('at(2026-03-29T02:30:00)', '2026-03-01T00:00:00Z', { zone })).toEqual([]);
  });

  it('fire once in the autumn overlap, the first time round', () => {
    expect(firings('cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', { zone })).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
      '2026-10-27T01:30Z',
    ]);
    expect(firings('at(2026-10-25T02:30:00)', '2026-10-01T00:00:00Z', { zone })).toEqual([
      '2026-10-25T00:30Z',
    ]);
  });

  it('keep the 24 hours of a rate across both', () => {
    const startMs = Date.parse('2026-03-28T07:00:00Z');
    expect(firings('rate(1 day)', '2026-03-28T07:00:00Z', { zone, startMs })).toEqual([
      '2026-03-29T07:00Z',
      '2026-03-30T07:00Z',
      '2026-03-31T07:00Z',
    ]);
  });

  it('shift by half an hour where a zone does', () => {
    const lordHowe = { zone: 'Australia/Lord_Howe' };
    expect(firings('cron(0 12 * * ? *)', '2026-04-03T12:00:00Z', lordHowe)).toEqual([
      '2026-04-04T01:00Z',
      '2026-04-05T01:30Z',
      '2026-04-06T01:30Z',
    ]);
  });
});

describe('the bounds of a schedule', () => {
  it('are its start, inclusive, and its end, exclusive', () => {
    const startMs = Date.parse('2026-01-02T09:00:00Z');
    const endMs = Date.parse('2026-01-04T09:00:00Z');
    expect(firings('cron(0 9 * * ? *)', '2026-01-01T00:00:00Z', { startMs, endMs })).toEqual([
      '2026-01-02T09:00Z',
      '2026-01-03T09:00Z',
    ]);
  });

  it('anchor a rate at its start', () => {
    const startMs = Date.parse('2026-01-01T00:07:00Z');
    expect(firings('rate(30 minutes)', '2026-01-01T00:00:00Z', { startMs })).toEqual([
      '2026-01-01T00:07Z',
      '2026-01-01T00:37Z',
      '2026-01-01T01:07Z',
    ]);
    expect(firings('rate(30 minutes)', '2026-01-01T00:37:00Z', { startMs, count: 1 })).toEqual([
      '2026-01-01T01:07Z',
    ]);
  });

  it('do not hold for a schedule of one time', () => {
    const startMs = Date.parse('2027-01-01T00:00:00Z');
    expect(firings('at(2026-06-01T10:00:00)', '2026-01-01T00:00:00Z', { startMs })).toEqual([
      '2026-06-01T10:00Z',
    ]);
    expect(firings('at(2025-06-01T10:00:00)', '2026-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('cron firings, against a calendar read minute by minute', () => {
  const values = (min: number, max: number) =>
    fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 });

  it('agree over six weeks in UTC', () => {
    fc.assert(
      fc.property(
        values(0, 59),
        values(0, 23),
        fc.oneof(values(1, 31), fc.constant(undefined)),
        values(1, 7),
        fc.integer({ min: 0, max: 40_000 }),
        (minutes, hours, daysOfMonth, daysOfWeek, offsetHours) => {
          const days = daysOfMonth ? `${daysOfMonth} * ?` : `? * ${daysOfWeek}`;
          const afterMs = Date.parse('2026-01-01T00:00:00Z') + offsetHours * HOUR_MS;
          const endMs = afterMs + 42 * 24 * HOUR_MS;
          const expected: number[] = [];
          for (let at = afterMs + 60_000; at < endMs && expected.length < 10; at += 60_000) {
            const date = new Date(at);
            const isDay = daysOfMonth
              ? daysOfMonth.includes(date.getUTCDate())
              : daysOfWeek.includes(date.getUTCDay() + 1);
            if (isDay && hours.includes(date.getUTCHours()) && minutes.includes(date.getUTCMinutes())) {
              expected.push(at);
            }
          }
          const schedule = parseScheduleExpression(`cron(${minutes} ${hours} ${days} *)`);
          expect(nextFirings(schedule, afterMs, { endMs, count: 10 })).toEqual(expected);
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });

  it('never repeat and never show another wall-clock time, in zones with summer time', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/Santiago',
      'Africa/Cairo',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 23 }), (zone, hour) => {
        const schedule = parseScheduleExpression(`cron(30 ${hour} * * ? *)`);
        const found = nextFirings(schedule, Date.parse('2026-01-01T00:00:00Z'), { zone, count: 400 });
        const clock = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'short',
        });
        const shown = found.map((at) => clock.format(at));
        expect(new Set(shown).size).toBe(400);
        for (const text of shown) expect(text.slice(11)).toBe(`${String(hour).padStart(2, '0')}:30`);
      }),
      { numRuns: 30, seed: 2 },
    );
  });
});
