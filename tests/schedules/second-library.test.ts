import { describe, expect, it } from '@jest/globals';
import { Cron } from 'croner';
import fc from 'fast-check';
import { parseScheduleExpression } from '../../schedules/expression.ts';
import { nextFirings } from '../../schedules/firings.ts';

/** A field as AWS writes it, and as croner does where it takes another spelling for the same. */
interface Field {
  readonly aws: string;
  readonly other: string;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const alike = (text: string): Field => ({ aws: text, other: text });
const any = fc.constant(alike('*'));

/** Lists of values, ranges and steps between two bounds; `name` may spell a value otherwise. */
function items(
  min: number,
  max: number,
  name = (value: number): string => String(value),
): fc.Arbitrary<Field> {
  const value = fc.integer({ min, max });
  const range = fc
    .tuple(value, value)
    .map((ends) => ends.sort((a, b) => a - b))
    .map(([from, to]) => alike(`${name(from as number)}-${name(to as number)}`));
  const one = value.map((number) => alike(name(number)));
  return fc.array(fc.oneof(one, range), { minLength: 1, maxLength: 3 }).map(joined);
}

/** Steps from a value to the field's end; `*` stands for the field's whole range, which croner must be told. */
function steps(min: number, max: number, wholeFrom = min): fc.Arbitrary<Field> {
  const whole = fc.constant({ aws: '*', other: `${wholeFrom}-${max}` });
  const stride = fc.integer({ min: 1, max: Math.max(2, Math.floor((max - min) / 2)) });
  const from = fc.integer({ min, max }).map((start) => ({ aws: `${start}`, other: `${start}-${max}` }));
  return fc
    .tuple(fc.oneof(whole, from), stride)
    .map(([start, step]) => ({ aws: `${start.aws}/${step}`, other: `${start.other}/${step}` }));
}

const joined = (fields: readonly Field[]): Field => ({
  aws: fields.map(({ aws }) => aws).join(','),
  other: fields.map(({ other }) => other).join(','),
});

const daysOfMonth = fc.oneof(
  items(1, 31),
  steps(1, 31),
  fc.constantFrom('L', 'LW').map(alike),
  // AWS's guide does not say what happens in a month without that day: both agree on the days that every month has.
  fc.integer({ min: 1, max: 28 }).map((day) => alike(`${day}W`)),
);
/** Both count days from 1 for Sunday: croner by its `alternativeWeekdays`. */
const daysOfWeek = fc.oneof(
  items(1, 7),
  items(1, 7, (day) => DAYS[day - 1] as string),
  fc.integer({ min: 1, max: 7 }).map((day) => ({ aws: `${day}L`, other: `${day}#L` })),
  fc.constant({ aws: 'L', other: '7' }),
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }))
    .map(([day, nth]) => alike(`${day}#${nth}`)),
);
const months = fc.oneof(
  any,
  items(1, 12),
  steps(1, 12),
  items(1, 12, (month) => MONTHS[month - 1] as string),
);
const years = fc.oneof(any, items(2026, 2040), steps(2026, 2199, 1970));
const minutes = fc.oneof(any, items(0, 59), steps(0, 59));
const hours = fc.oneof(any, items(0, 23), steps(0, 23));
const days = fc.oneof(
  daysOfMonth.map((day) => ({ month: day, week: { aws: '?', other: '*' } })),
  daysOfWeek.map((day) => ({ month: { aws: '?', other: '*' }, week: day })),
);

const LAST = Date.parse('2060-01-01T00:00:00Z');

function firingsOfCroner(pattern: string, afterMs: number, count: number): number[] {
  const cron = new Cron(pattern, {
    mode: '7-part',
    alternativeWeekdays: true,
    timezone: 'UTC',
    paused: true,
  });
  return cron
    .nextRuns(count, new Date(afterMs))
    .map((date) => date.getTime())
    .filter((at) => at < LAST);
}

describe('cron firings in UTC', () => {
  it('are those that croner finds, wherever both dialects mean the same', () => {
    const after = fc.integer({
      min: Date.parse('2025-06-01T00:00:00Z') / 1000,
      max: Date.parse('2032-01-01T00:00:00Z') / 1000,
    });
    fc.assert(
      fc.property(
        minutes,
        hours,
        days,
        months,
        years,
        after,
        (minute, hour, day, month, year, afterSeconds) => {
          const spelt = (form: keyof Field): string =>
            [minute, hour, day.month, month, day.week, year].map((field) => field[form]).join(' ');
          const schedule = parseScheduleExpression(`cron(${spelt('aws')})`);
          const ours = nextFirings(schedule, afterSeconds * 1000, { endMs: LAST, count: 12 });
          expect(ours).toEqual(firingsOfCroner(`0 ${spelt('other')}`, afterSeconds * 1000, 12));
        },
      ),
      { numRuns: 400, seed: 3 },
    );
  });
});
