import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoOf, upcomingFirings } from '../../../domain/firings/upcoming.ts';
import { readAwake } from '../../../domain/policy/awake.ts';
import { transitionsBetween, wantsAwake } from '../../../domain/policy/calendar.ts';
import { weeklyFirings } from '../../../domain/policy/crons.ts';
import type { SleepEntry } from '../../../domain/policy/entries.ts';
import { parseFleet } from '../../../domain/policy/parse.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import { localTimeAt } from '../../../schedules/time-zone.ts';
import { fleetOf, OFFICE, schedulesOf } from './documents.ts';

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_MS = 86_400_000;
/** All times of an entry are multiples of this, by every zone's clocks. */
const QUARTER_MS = 900_000;
const SPAN_DAYS = 8;

/**
 * Times of a day that no zone's clocks skip or repeat, not even within the time that a wake takes. Some are nearer to
 * one another than that time.
 */
const minute = fc.constantFrom(0, 420, 435, 480, 720, 735, 1080, 1200, 1260, 1425);
const clock = (of: number): string =>
  [Math.floor(of / 60), of % 60].map((part) => String(part).padStart(2, '0')).join(':');
const hours = fc
  .oneof(
    { weight: 3, arbitrary: fc.tuple(minute, minute) },
    { weight: 1, arbitrary: fc.constant([0, 1440] as const) },
  )
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => ({ text: `${clock(from)}-${clock(to)}`, from, to: to > from ? to : to + 1440 }));
const weekday = fc.integer({ min: 0, max: 6 });
const days = fc.array(fc.tuple(weekday, weekday), { minLength: 1, maxLength: 2 }).map((ranges) => ({
  text: ranges.map(([first, last]) => (first === last ? DAYS[first] : `${DAYS[first]}-${DAYS[last]}`)).join(),
  has: (day: number) =>
    ranges.some(([first, last]) =>
      first <= last ? first <= day && day <= last : day >= first || day <= last,
    ),
}));
const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
const dateIn = (start: string) =>
  fc.integer({ min: 1, max: SPAN_DAYS }).map((days) => dateAfter(start, days));
const holiday = (start: string) =>
  fc.tuple(dateIn(start), fc.nat(2)).map(([from, more]) => ({ from, to: dateAfter(from, more) }));

/**
 * The parts of a sleep entry. The document and its expected changes are each made from these, and not one from the
 * other.
 */
const written = fc.constantFrom('2026-12-28', '2027-03-10', '2027-03-23', '2027-10-26').chain((start) =>
  fc.record({
    start: fc.constant(start),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata'),
    week: fc.array(fc.tuple(days, hours), { minLength: 1, maxLength: 2 }),
    wakeBefore: fc.constantFrom(15, 30, 60),
    holidays: fc.array(holiday(start), { maxLength: 2 }),
    exceptions: fc.uniqueArray(
      fc.tuple(dateIn(start), fc.oneof(hours, fc.constantFrom('all' as const, 'none' as const))),
      { maxLength: 2, selector: ([date]) => date },
    ),
  }),
);
type Written = typeof written extends fc.Arbitrary<infer T> ? T : never;

const entryOf = ({ zone, week, wakeBefore, holidays, exceptions }: Written): SleepEntry => ({
  ...OFFICE,
  zone,
  awake: week.map(([on, at]) => `${on.text} ${at.text}`),
  wakeBefore: `${wakeBefore}m`,
  holidays: holidays.map(({ from, to }) => (from === to ? from : { from, to })),
  exceptions: exceptions.map(([date, at]) => ({ date, awake: typeof at === 'string' ? at : at.text })),
});

/** The hours of a day, in minutes from its midnight. */
function hoursOf(
  { week, holidays, exceptions }: Written,
  date: string,
): readonly { from: number; to: number }[] {
  const [, exception] = exceptions.find(([on]) => on === date) ?? [];
  if (exception === 'all') return [{ from: 0, to: 1440 }];
  if (exception !== undefined) return exception === 'none' ? [] : [exception];
  if (holidays.some(({ from, to }) => from <= date && date <= to)) return [];
  return week.filter(([on]) => on.has(new Date(date).getUTCDay())).map(([, at]) => at);
}

/** True where it is an hour of the day, or of the one before, at an instant. */
function isOpen(one: Written, atMs: number): boolean {
  const { year, month, day, hour, minute } = localTimeAt(one.zone, atMs);
  const today = new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
  return [0, 1].some((daysBefore) => {
    const now = hour * 60 + minute + daysBefore * 1440;
    return hoursOf(one, dateAfter(today, -daysBefore)).some(({ from, to }) => from <= now && now < to);
  });
}

type Change = readonly [at: string, action: string];

/** The times at which the cluster is to begin to wake, and to sleep, as a person would say them. */
function wanted(one: Written): readonly Change[] {
  const lead = one.wakeBefore / 15;
  const quarters = Array.from(
    { length: SPAN_DAYS * 96 },
    (_, index) => Date.parse(one.start) + index * QUARTER_MS,
  );
  const open = quarters.map((at) => isOpen(one, at));
  // Awake, or on its way up; times that the span's end hides are left out.
  const awake = open.slice(0, -lead).map((_, index) => open.slice(index, index + lead + 1).includes(true));
  return awake.flatMap((is, index) =>
    index === 0 || is === awake[index - 1]
      ? []
      : [[isoOf(quarters[index] as number), is ? 'wake' : 'hibernate']],
  );
}

/** Changes by the schedules that the document has at the beginning, each firing held against the document. */
function fired(document: FleetDocument, { start, wakeBefore }: Written): readonly Change[] {
  const [from, to] = [Date.parse(start), Date.parse(start) + SPAN_DAYS * DAY_MS - wakeBefore * 60_000];
  const changes: Change[] = [];
  for (const schedule of Object.values(schedulesOf(document, start)))
    for (const { at, skipped } of upcomingFirings(schedule, document, from)) {
      if (Date.parse(at) >= to) break;
      if (skipped === undefined) changes.push([at, String(schedule.event.detail.action)]);
    }
  return changes.sort(([one], [other]) => (one < other ? -1 : 1));
}

describe('the hours of a sleep entry', () => {
  it.each<[string, string, string[], string[]]>([
    ['a run of days', 'MON-FRI 07:00-20:00', ['45 6 ? * MON-FRI'], ['0 20 ? * MON-FRI']],
    [
      'days apart, in the order of a week',
      'SAT,SUN,WED 09:00-17:30',
      ['45 8 ? * SUN,WED,SAT'],
      ['30 17 ? * SUN,WED,SAT'],
    ],
    ['two days', 'MON,TUE 07:00-20:00', ['45 6 ? * MON,TUE'], ['0 20 ? * MON,TUE']],
    ['every day', 'SUN-SAT 07:00-20:00', ['45 6 * * ?'], ['0 20 * * ?']],
    [
      'the evening before, where that is when it wakes',
      'SUN,MON 00:10-20:00',
      ['55 23 ? * SUN,SAT'],
      ['0 20 ? * SUN,MON'],
    ],
  ])('are schedules of %s', (_what, awake, wakes, sleeps) => {
    const said = weeklyFirings({ ...OFFICE, awake }).map(({ kind, expression }) => `${kind} ${expression}`);
    expect(said).toEqual([
      ...wakes.map((when) => `wake cron(${when} *)`),
      ...sleeps.map((when) => `sleep cron(${when} *)`),
    ]);
  });

  it.each<[string, string]>([
    ['MON-FRI', 'it is not days, a blank and hours'],
    ['MON-FRI 07:00', '07:00 are no hours such as 07:00-20:00'],
    ['MON-FRI 07:00-24:30', '24:30 is past midnight, which is 24:00'],
    ['MON-FRI 07:00-07:00', '07:00-07:00 are no hours at all; a whole day is 00:00-24:00'],
    ['MON-WED-FRI 07:00-20:00', 'MON-WED-FRI is no day or range of days'],
    ['FRI- 07:00-20:00', 'FRI- is no day or range of days'],
    ['-FRI 07:00-20:00', '-FRI is no day or range of days'],
  ])('are not %s', (text, wrong) => {
    expect(readAwake(text)).toEqual({ wrong: expect.stringContaining(wrong) });
  });

  it('are what its schedules come to: through nights, weekends, holidays, exceptions and changes of the clocks', () => {
    fc.assert(
      fc.property(written, (one) => {
        const entry = entryOf(one);
        const { fleet } = parseFleet(fleetOf({ sleep: [entry] }), '', { now: one.start });
        fc.pre(fleet !== undefined);
        const changes = wanted(one);
        expect(fired(fleet as FleetDocument, one)).toEqual(changes);
        for (const [at, action] of changes) {
          expect([at, wantsAwake(entry, Date.parse(at))]).toEqual([at, action === 'wake']);
          expect([at, wantsAwake(entry, Date.parse(at) - 1)]).toEqual([at, action !== 'wake']);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('have a schedule of its own for a day that is another than its weekday, until that has surely fired', () => {
    const exceptions = [{ date: '2026-11-25', awake: '09:00-12:00' }];
    const left = (entry: Partial<SleepEntry>, now: string) =>
      Object.keys(
        schedulesOf(fleetOf({ sleep: [{ ...OFFICE, exceptions, ...entry }] }), `2026-11-25T${now}:00Z`),
      )
        .filter((name) => name.includes('2026'))
        .map((name) => name.replace('office-hours.', ''));
    expect(left({}, '07:00')).toEqual(['wake-2026-11-25', 'sleep-2026-11-25']);
    expect(left({}, '07:51')).toEqual(['sleep-2026-11-25']);
    expect(left({}, '11:04')).toEqual(['sleep-2026-11-25']);
    expect(left({}, '11:05')).toEqual([]);
    expect(left({ within: 20 }, '11:24')).toEqual(['sleep-2026-11-25']);
    expect(left({ within: 20 }, '11:25')).toEqual([]);
  });

  it('begin as much later as the clocks are set forward, where they skip the time of the day', () => {
    const document = fleetOf({ sleep: [{ ...OFFICE, awake: 'SUN 02:45-20:00' }] });
    const entry = document.spec.sleep?.[0] as SleepEntry;
    const at = (time: string) => Date.parse(`2027-03-28T${time}:00Z`);
    expect(
      transitionsBetween(entry, at('00:00'), at('23:00')).map(({ kind, atMs }) => [kind, isoOf(atMs)]),
    ).toEqual([
      ['wake', '2027-03-28T01:30:00Z'],
      ['sleep', '2027-03-28T18:00:00Z'],
    ]);
  });
});
