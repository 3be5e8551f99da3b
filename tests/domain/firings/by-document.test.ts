import { describe, expect, it } from '@jest/globals';
import { decideByDocument, type FiringAction } from '../../../domain/firings/by-document.ts';
import type { ScaleEntry } from '../../../domain/policy/entries.ts';
import { endOf } from '../../../domain/policy/entry-end.ts';
import { fleetOf, OFFICE, SALE } from '../policy/documents.ts';

/** A Thursday evening, and the Friday after it, in Berlin. */
const EVENING = '2026-11-26T19:00:00Z';
const MORNING = '2026-11-27T05:45:00Z';

const why = (
  spec: Readonly<Record<string, unknown>>,
  action: FiringAction,
  scheduledAt: string,
  arrivesAt = scheduledAt,
) => {
  const entry = action === 'resize' ? SALE.name : OFFICE.name;
  const decided = decideByDocument(fleetOf(spec), { entry, action, scheduledAt }, Date.parse(arrivesAt));
  return decided.do === 'skip' ? decided.reason : decided.entry.name;
};

it('is skipped where its document is gone, or has no entries of its kind', () => {
  const sleeps = { entry: OFFICE.name, action: 'hibernate' as const, scheduledAt: EVENING };
  expect(decideByDocument(undefined, sleeps, Date.parse(EVENING))).toEqual({
    ...{ do: 'skip', reason: 'the fleet document is gone' },
  });
  expect(decideByDocument(fleetOf(), sleeps, Date.parse(EVENING))).toEqual({
    ...{ do: 'skip', reason: 'the document has no sleep entry office-hours' },
  });
  expect(decideByDocument(fleetOf(), { ...sleeps, action: 'resize' }, Date.parse(EVENING))).toEqual({
    ...{ do: 'skip', reason: 'the document has no scale entry office-hours' },
  });
});

describe('a firing of a sleep entry', () => {
  const { name } = OFFICE;
  const late = 'it came so late that office-hours wants the opposite by now';
  it.each<[string, object, readonly [FiringAction, string, string?], string]>([
    ['acts', {}, ['hibernate', EVENING], name],
    ['acts as well when it wakes', {}, ['wake', MORNING], name],
    ['acts hours late', {}, ['hibernate', EVENING, '2026-11-27T05:44:00Z'], name],
    ['is skipped where the opposite is wanted by then', {}, ['hibernate', EVENING, MORNING], late],
    ['is skipped so when it wakes', {}, ['wake', MORNING, '2026-11-27T19:00:00Z'], late],
    [
      'is skipped where the hours are others by then',
      { awake: 'MON-FRI 07:00-21:00' },
      ['hibernate', EVENING],
      'office-hours has no sleep at that time any more',
    ],
    [
      'is skipped for another action than that of the time',
      {},
      ['wake', EVENING],
      'office-hours has no wake at that time any more',
    ],
    [
      'is skipped on a holiday',
      { holidays: ['2026-11-26'] },
      ['hibernate', EVENING],
      '2026-11-26 is a holiday of office-hours',
    ],
    [
      'is skipped on a day that is otherwise',
      { exceptions: [{ date: '2026-11-26', awake: 'none' }] },
      ['hibernate', EVENING],
      '2026-11-26 is an exception of office-hours',
    ],
    [
      'is skipped where the entry is gone',
      { name: 'other' },
      ['hibernate', EVENING],
      'the document has no sleep entry office-hours',
    ],
  ])('%s', (_what, over, firing, expected) => {
    expect(why({ sleep: [{ ...OFFICE, ...over }] }, ...firing)).toBe(expected);
  });
});

describe('a firing of a scale entry', () => {
  const FRIDAY = '2026-11-27T06:00:00Z';
  it.each<[string, object, string, string]>([
    ['acts', {}, FRIDAY, 'sale'],
    [
      'is skipped at a time that is its no more',
      { at: 'cron(0 7 ? * FRI *)' },
      FRIDAY,
      'sale does not fire at that time any more',
    ],
    ['acts by the clocks of its zone', { at: 'cron(0 7 ? * FRI *)', zone: 'Europe/Berlin' }, FRIDAY, 'sale'],
    ['acts whenever it comes, of a rate', { at: 'rate(3 hours)' }, '2026-11-27T06:01:00Z', 'sale'],
    ['is skipped on a holiday', { holidays: ['2026-11-27'] }, FRIDAY, '2026-11-27 is a holiday of sale'],
    [
      'is skipped on what is a holiday in its zone',
      { at: 'cron(0 6 ? * FRI *)', zone: 'Australia/Sydney', holidays: ['2026-11-27'] },
      '2026-11-26T19:00:00Z',
      '2026-11-27 is a holiday of sale',
    ],
    ['is skipped where the entry is gone', { name: 'other' }, FRIDAY, 'the document has no scale entry sale'],
  ])('%s', (_what, over, scheduledAt, expected) => {
    expect(why({ scale: [{ ...SALE, ...over }] }, 'resize', scheduledAt)).toBe(expected);
  });

  it('is skipped while sizes are frozen when it arrives, by the days of the zone of that', () => {
    const freezes = [{ from: '2026-11-28', to: '2026-11-29', zone: 'Australia/Sydney', stops: ['scale'] }];
    const arriving = (arrivesAt: string) => why({ scale: [SALE], freezes }, 'resize', FRIDAY, arrivesAt);
    const frozen = 'changes of sizes are frozen from 2026-11-28 to 2026-11-29 (Australia/Sydney)';
    expect(arriving('2026-11-27T12:59:00Z')).toBe('sale');
    expect(arriving('2026-11-27T13:00:00Z')).toBe(frozen);
    expect(arriving('2026-11-29T12:59:00Z')).toBe(frozen);
    expect(arriving('2026-11-29T13:00:00Z')).toBe('sale');
    const others = [{ ...freezes[0], stops: ['upgrade'] }];
    expect(why({ scale: [SALE], freezes: others }, 'resize', FRIDAY, '2026-11-28T06:00:00Z')).toBe('sale');
  });
});

it.each([
  ['stay', {}, undefined],
  ['end after a while', { for: '90m' }, '2026-11-27T07:30:00.000Z'],
  [
    'end at a time of their zone',
    { until: '2026-12-01T20:30', zone: 'Europe/Berlin' },
    '2026-12-01T19:30:00.000Z',
  ],
])('the sizes of a firing %s', (_what, over, end) => {
  expect(endOf({ ...SALE, ...over } as ScaleEntry, '2026-11-27T06:00:00Z')).toBe(end);
});
