import { describe, expect, it } from '@jest/globals';
import { parseFleet } from '../../../domain/policy/parse.ts';
import { fleetOf, NOW, OFFICE, PLAN, PLAN_REGIONS, SALE } from './documents.ts';

type Json = Readonly<Record<string, unknown>>;

/** The refusals of a document with this spec: path, found, allowed, message, and what to do instead. */
const refusalsOf = (spec: Json): readonly (readonly (string | undefined)[])[] =>
  (parseFleet(fleetOf(spec), 'fleet.yaml', { now: NOW }).problems ?? []).map(
    ({ path, found, allowed, message, alternative }) => [path, found, allowed, message, alternative],
  );
const office = (more: Json) => ({ sleep: [{ ...OFFICE, ...more }] });
const sale = (more: Json) => ({ scale: [{ ...SALE, ...more }] });
const freeze = { from: '2026-11-20', to: '2026-12-27', zone: 'UTC', stops: ['apply'] };
const waves = [{ select: {} }];
const windowIn = (zone: string) => ({
  upgrades: { window: { days: 'TUE-THU', start: '06:00', lastStart: '11:00', zone }, waves },
});
const plan = (more: Json) => ({ regions: PLAN_REGIONS, failover: [{ ...PLAN, ...more }] });
const DATABASE = 'a zone of the IANA database';
const NO_ZONE = 'there is no such time zone';
const OF_A_DAY = 'days and hours such as MON-FRI 07:00-20:00';
const OUTSIDE = 'the region is not one of spec.regions';
const REGIONS = 'us-east-2, us-east-1, us-west-2';
const NO_DEADLINE = 'no capacity comes or goes within less, and none is waited for so long';
const SIZE = 'one of minSize, desiredCapacity, maxSize';

type Row = readonly [
  spec: Json,
  path: string,
  found: unknown,
  allowed: string,
  message: string,
  instead?: string,
];

/** Mistakes, by what is wrong. */
const MISTAKES: Readonly<Record<string, Row>> = {
  'a zone like none': [
    office({ zone: 'Xxxxxxxx/Yyyyyyyyyyyy' }),
    'spec.sleep[0].zone',
    'Xxxxxxxx/Yyyyyyyyyyyy',
    DATABASE,
    NO_ZONE,
    'for example Europe/Berlin, America/New_York or UTC',
  ],
  'a zone of a freeze': [
    { freezes: [{ ...freeze, zone: 'utc+1' }] },
    'spec.freezes[0].zone',
    'utc+1',
    DATABASE,
    NO_ZONE,
    'did you mean UTC?',
  ],
  'a zone of the window': [
    windowIn('Europe/Berln'),
    'spec.upgrades.window.zone',
    'Europe/Berln',
    DATABASE,
    NO_ZONE,
    'did you mean Europe/Berlin?',
  ],
  'a freeze that ends before it begins': [
    { freezes: [{ ...freeze, to: '2026-11-19' }] },
    'spec.freezes[0].to',
    '2026-11-19',
    '2026-11-20 or later',
    'the freeze ends before it begins',
  ],
  'holidays that end before they begin': [
    office({ holidays: [{ from: '2026-12-26', to: '2026-12-24' }] }),
    'spec.sleep[0].holidays[0].to',
    '2026-12-24',
    '2026-12-26 or later',
    'the holiday ends before it begins',
  ],
  'holidays of more than a year': [
    office({ holidays: [{ from: '2026-01-01', to: '2027-01-02' }] }),
    'spec.sleep[0].holidays[0].to',
    '2027-01-02',
    'at most 366 days',
    'the holiday has 367 days',
  ],
  'a deadline that is too short': [
    office({ deadline: '4m' }),
    'spec.sleep[0].deadline',
    '4m',
    '5m to 24h',
    NO_DEADLINE,
  ],
  'a deadline that is too long': [
    sale({ deadline: '1441m' }),
    'spec.scale[0].deadline',
    '1441m',
    '5m to 24h',
    NO_DEADLINE,
  ],
  'two exceptions of a day': [
    office({ exceptions: ['none', 'all'].map((awake) => ({ date: '2026-12-24', awake })) }),
    'spec.sleep[0].exceptions[1].date',
    '2026-12-24',
    'one exception a day',
    'the day has an exception already',
  ],
  'an exception without hours': [
    office({ exceptions: [{ date: '2026-12-24', awake: 'morning' }] }),
    'spec.sleep[0].exceptions[0].awake',
    'morning',
    'all, none, or hours such as 08:00-12:00',
    'morning are no hours such as 07:00-20:00',
  ],
  'a wake of longer than half a day': [
    office({ wakeBefore: '721m' }),
    'spec.sleep[0].wakeBefore',
    '721m',
    'at most 12h',
    'no cluster takes as long to wake',
  ],
  'a wake that may begin after its hours have': [
    office({ within: 16 }),
    'spec.sleep[0].within',
    16,
    'at most 15, as wakeBefore says',
    'a cluster could begin to wake only after its hours have begun',
    'raise wakeBefore',
  ],
  'hours without a night': [
    office({ awake: 'MON-SUN 00:00-24:00' }),
    'spec.sleep[0].awake',
    'MON-SUN 00:00-24:00',
    'hours with more than 15 minutes between them',
    'the clusters would always be awake, and the schedule would never fire',
    'leave the entry out',
  ],
  ...Object.fromEntries(
    [
      ['MON 7-8', '7-8 are no hours such as 07:00-20:00'],
      ['MON 107:00-20:00', '107:00-20:00 are no hours such as 07:00-20:00'],
      ['MON 07:00-20:000', '07:00-20:000 are no hours such as 07:00-20:00'],
      ['MON-FRI 07:00-20:00 UTC', 'it is not days, a blank and hours'],
      ['on MON-FRI 07:00-20:00', 'it is not days, a blank and hours'],
      ['MON-FRI', 'it is not days, a blank and hours'],
      [
        'MON-FOO 07:00-20:00',
        'MON-FOO is no day or range of days, such as MON-FRI; days are SUN, MON, TUE, WED, THU, FRI, SAT',
      ],
    ].map(([awake, message]) => [
      `the hours ${awake}`,
      [office({ awake }), 'spec.sleep[0].awake', awake, OF_A_DAY, message] as unknown as Row,
    ]),
  ),
  'until beside for': [
    sale({ at: 'at(2026-12-01T06:00:00)', for: '4h', until: '2026-12-01T10:00' }),
    'spec.scale[0].until',
    '2026-12-01T10:00',
    'one of for and until',
    'for says already how long the sizes last',
  ],
  'until of what fires again': [
    sale({ until: '2026-12-01T10:00' }),
    'spec.scale[0].until',
    '2026-12-01T10:00',
    'an at(...) beside it',
    'the entry fires again and again',
    'say for: 4h',
  ],
  'an end at its beginning': [
    sale({ at: 'at(2026-12-01T06:00:00)', until: '2026-12-01T06:00' }),
    'spec.scale[0].until',
    '2026-12-01T06:00',
    'a time after at(2026-12-01T06:00:00)',
    'the sizes would end before they begin',
  ],
  'sizes that outlast the next firing': [
    sale({ for: '8d' }),
    'spec.scale[0].for',
    '8d',
    'less than 10080m, so long it is between two firings',
    'cron(0 6 ? * FRI *) fires again before the sizes have ended, and they would never go back',
    'leave for out where they are to stay',
  ],
  'a home elsewhere': [{ home: 'eu-west-1' }, 'spec.home', 'eu-west-1', 'us-east-2, us-east-1', OUTSIDE],
  'a failover from elsewhere': [
    plan({ from: { ...PLAN.from, region: 'eu-west-1' } }),
    'spec.failover[0].from.region',
    'eu-west-1',
    REGIONS,
    OUTSIDE,
  ],
  'a failover to elsewhere': [
    plan({ to: { ...PLAN.to, region: 'eu-west-1' } }),
    'spec.failover[0].to.region',
    'eu-west-1',
    REGIONS,
    OUTSIDE,
  ],
  'a witness elsewhere': [
    plan({ witness: 'eu-west-1' }),
    'spec.failover[0].witness',
    'eu-west-1',
    REGIONS,
    OUTSIDE,
  ],
  'levels of clusters': [
    { clusters: [{ select: { env: 'dev' }, manage: 'all' }] },
    'spec.clusters[0]',
    { select: { env: 'dev' }, manage: 'all' },
    'nothing',
    'no workflow carries out levels of a Fleet document yet',
    'give each cluster its level: eks-fleet adopt NAME --level LEVEL',
  ],
  'a group without a size': [
    sale({ nodeGroups: { web: {} } }),
    'spec.scale[0].nodeGroups.web',
    {},
    SIZE,
    'no size is said',
  ],
  'a selection without a size': [
    sale({ nodeGroups: [{ select: { all: true } }] }),
    'spec.scale[0].nodeGroups[0]',
    {},
    SIZE,
    'no size is said',
  ],
  'a group of none at most': [
    sale({ nodeGroups: { web: { maxSize: 0 } } }),
    'spec.scale[0].nodeGroups.web.maxSize',
    0,
    'at least 1',
    'EKS takes no group of none at most',
  ],
  'a most that is less than the least': [
    sale({ nodeGroups: { web: { minSize: 4, maxSize: 2 } } }),
    'spec.scale[0].nodeGroups.web.maxSize',
    2,
    'at least 4',
    'minSize is 4, and maxSize is less',
  ],
  'no group': [
    sale({ nodeGroups: {} }),
    'spec.scale[0].nodeGroups',
    {},
    'a group at least',
    'no group is named',
  ],
};

/** Documents at the edge of what is allowed. */
const ALLOWED: Readonly<Record<string, Json>> = {
  'a freeze of a day': { freezes: [{ ...freeze, to: freeze.from }] },
  'holidays of a day, of a year, and a day by itself': office({
    holidays: [
      { from: '2026-12-24', to: '2026-12-24' },
      { from: '2026-01-01', to: '2027-01-01' },
      '2026-05-01',
    ],
  }),
  'the shortest deadline': office({ deadline: '5m' }),
  'the longest deadline': sale({ deadline: '24h' }),
  'exceptions of a day each': office({
    exceptions: [
      { date: '2026-12-24', awake: 'all' },
      { date: '2026-12-25', awake: 'none' },
    ],
  }),
  'the longest wake': office({ wakeBefore: '12h', awake: 'WED 13:00-20:00' }),
  'a wake that may begin with its hours': office({ within: 15 }),
  'a window of a zone': windowIn('Europe/Berlin'),
  'sizes that are one': sale({ nodeGroups: { web: { minSize: 2, desiredCapacity: 2, maxSize: 2 } } }),
  'sizes of what is selected': sale({ nodeGroups: [{ select: { all: true }, minSize: 1 }] }),
  'a failover of three regions': plan({}),
};

describe('a Fleet document says where a mistake is, what is there, what may be, and why, of', () => {
  it.each(Object.entries(MISTAKES))('%s', (_what, [spec, path, found, allowed, message, alternative]) => {
    const shown = found === undefined ? 'nothing' : JSON.stringify(found);
    expect(refusalsOf(spec)).toEqual([[path, shown, allowed, message, alternative]]);
  });
});

describe('a Fleet document may have', () => {
  it.each(Object.entries(ALLOWED))('%s', (_what, spec) => {
    expect(refusalsOf(spec)).toEqual([]);
  });
});
