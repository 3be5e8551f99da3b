import { describe, expect, it } from '@jest/globals';
import { parseFleet } from '../../../domain/policy/parse.ts';
import { fleetOf, NOW, OFFICE, SALE } from './documents.ts';

/*
 * Fleet documents with one mistake each. Each gets one message that names the path, the value that was found there,
 * and the values that are allowed.
 */

type Json = Readonly<Record<string, unknown>>;

interface Mistake {
  readonly spec: Json;
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  readonly message?: string;
  readonly alternative?: string;
}

const sleep = (over: Json): Json => ({ sleep: [{ ...OFFICE, ...over }] });
const scale = (over: Json): Json => ({ scale: [{ ...SALE, ...over }] });
const sizes = (web: Json): Json => scale({ nodeGroups: { web } });

const mistakes: Readonly<Record<string, Mistake>> = {
  'a zone that there is not': {
    spec: sleep({ zone: 'Europe/Berlim' }),
    path: 'spec.sleep[0].zone',
    found: '"Europe/Berlim"',
    allowed: 'a zone of the IANA database',
    alternative: 'did you mean Europe/Berlin?',
  },
  'an offset for a zone': {
    spec: scale({ zone: '+01:00' }),
    path: 'spec.scale[0].zone',
    found: '"+01:00"',
    allowed: 'a zone of the IANA database',
  },
  'two entries of one name': {
    spec: { ...sleep({ name: 'sale' }), ...scale({}) },
    path: 'spec.scale[0].name',
    found: '"sale"',
    allowed: 'a name of its own',
    message: 'spec.sleep[0] has this name',
  },
  'two entries that say when the same clusters are awake': {
    spec: { sleep: [OFFICE, { ...OFFICE, name: 'more', select: { env: 'dev', team: 'a' } }] },
    path: 'spec.sleep[1].priority',
    found: 'nothing',
    allowed: 'another priority than that of office-hours',
    alternative: 'the higher priority acts alone',
  },
  'two entries that change the same groups at one time': {
    spec: {
      scale: [
        { ...SALE, for: '4h' },
        { ...SALE, name: 'more', at: 'cron(0 8 ? * FRI *)' },
      ],
    },
    path: 'spec.scale[1].priority',
    found: 'nothing',
    allowed: 'another priority than that of sale',
  },
  'an entry that changes groups as the sizes of another end': {
    spec: {
      scale: [
        { ...SALE, for: '4h' },
        { ...SALE, name: 'more', at: 'cron(0 10 ? * FRI *)' },
      ],
    },
    path: 'spec.scale[1].priority',
    found: 'nothing',
    allowed: 'another priority than that of sale',
    message: 'the minute in which one ends is part of it',
  },
  'sizes that last until they come again': {
    spec: scale({ at: 'cron(0 6 * * ? *)', for: '24h' }),
    path: 'spec.scale[0].for',
    found: '"24h"',
    allowed: 'less than 1440m',
    message: 'fires again before the sizes have ended',
    alternative: 'leave for out',
  },
  'sizes that last longer than a rate': {
    spec: scale({ at: 'rate(1 hour)', for: '2h' }),
    path: 'spec.scale[0].for',
    found: '"2h"',
    allowed: 'less than 60m',
  },
  'an expression that Scheduler refuses': {
    spec: scale({ at: 'cron(0 6 * * FRI *)' }),
    path: 'spec.scale[0].at',
    found: '"cron(0 6 * * FRI *)"',
    allowed: 'as EventBridge Scheduler takes them',
    message: 'one of day-of-month and day-of-week must be ?',
  },
  'an expression that is none': {
    spec: scale({ at: 'every friday' }),
    path: 'spec.scale[0].at',
    found: '"every friday"',
    allowed: 'cron(...), rate(...) or at(...)',
  },
  'a time that is past': {
    spec: scale({ at: 'at(2026-11-24T06:00:00)' }),
    path: 'spec.scale[0].at',
    found: '"at(2026-11-24T06:00:00)"',
    allowed: 'a time to come',
    message: 'it would never fire',
  },
  'a day that no year has': {
    spec: scale({ at: 'cron(0 6 30 2 ? *)' }),
    path: 'spec.scale[0].at',
    found: '"cron(0 6 30 2 ? *)"',
    allowed: 'a time to come',
    message: 'it would never fire',
  },
  'a time that the clocks skip in spring': {
    spec: scale({ at: 'cron(30 2 * * ? *)', zone: 'Europe/Berlin' }),
    path: 'spec.scale[0].at',
    found: '"cron(30 2 * * ? *)"',
    allowed: 'a time that Europe/Berlin has every day',
    message: 'on 2027-03-28 the clocks of Europe/Berlin skip 02:30',
  },
  'an until that is past': {
    spec: scale({ at: 'at(2026-12-01T06:00:00)', until: '2026-12-01T05:00' }),
    path: 'spec.scale[0].until',
    found: '"2026-12-01T05:00"',
    allowed: 'a time after at(2026-12-01T06:00:00)',
  },
  'an until beside times that come again': {
    spec: scale({ until: '2026-12-01T05:00' }),
    path: 'spec.scale[0].until',
    found: '"2026-12-01T05:00"',
    allowed: 'an at(...) beside it',
    alternative: 'say for: 4h',
  },
  'two ends': {
    spec: scale({ at: 'at(2026-12-01T06:00:00)', until: '2026-12-01T09:00', for: '2h' }),
    path: 'spec.scale[0].until',
    found: '"2026-12-01T09:00"',
    allowed: 'one of for and until',
  },
  'a minimum above the number of nodes': {
    spec: sizes({ minSize: 5, desiredCapacity: 4 }),
    path: 'spec.scale[0].nodeGroups.web.desiredCapacity',
    found: '4',
    allowed: 'at least 5',
  },
  'a number of nodes above the maximum': {
    spec: sizes({ desiredCapacity: 9, maxSize: 8 }),
    path: 'spec.scale[0].nodeGroups.web.maxSize',
    found: '8',
    allowed: 'at least 9',
  },
  'a maximum of nothing': {
    spec: sizes({ maxSize: 0 }),
    path: 'spec.scale[0].nodeGroups.web.maxSize',
    found: '0',
    allowed: 'at least 1',
  },
  'no size': {
    spec: sizes({}),
    path: 'spec.scale[0].nodeGroups.web',
    found: '{}',
    allowed: 'one of minSize, desiredCapacity, maxSize',
  },
  'a negative size': {
    spec: sizes({ minSize: -1 }),
    path: 'spec.scale[0].nodeGroups.web.minSize',
    found: '-1',
    allowed: '0',
  },
  'a fraction of a node': {
    spec: sizes({ minSize: 1.5 }),
    path: 'spec.scale[0].nodeGroups.web.minSize',
    found: '1.5',
    allowed: 'a whole number, or a change such as "+2" or "-1"',
  },
  'more nodes than the quota': {
    spec: sizes({ maxSize: 451 }),
    path: 'spec.scale[0].nodeGroups.web.maxSize',
    found: '451',
    allowed: '450',
  },
  'a size in words': {
    spec: sizes({ minSize: 'two' }),
    path: 'spec.scale[0].nodeGroups.web.minSize',
    found: '"two"',
    allowed: 'text that matches',
    message: 'a number, or a change such as "+2" or "-1"',
  },
  'a size of another name': {
    spec: sizes({ minsize: 2 }),
    path: 'spec.scale[0].nodeGroups.web.minsize',
    found: '2',
    allowed: 'one of minSize, desiredCapacity, maxSize',
    alternative: 'did you mean minSize?',
  },
  'a selection of groups that is none': {
    spec: scale({ nodeGroups: [{ select: { names: ['web'] }, minSize: 2 }] }),
    path: 'spec.scale[0].nodeGroups[0].select',
    found: '{"names":["web"]}',
    allowed: 'one of nodeGroups, labels, all',
  },
  'hours that there are not': {
    spec: sleep({ awake: 'MON-FRI 07:00-25:00' }),
    path: 'spec.sleep[0].awake',
    found: '"MON-FRI 07:00-25:00"',
    allowed: 'days and hours such as MON-FRI 07:00-20:00',
  },
  'days that there are not': {
    spec: sleep({ awake: ['MON-FRI 07:00-20:00', 'MO-FR 07:00-20:00'] }),
    path: 'spec.sleep[0].awake[1]',
    found: '"MO-FR 07:00-20:00"',
    allowed: 'days and hours such as MON-FRI 07:00-20:00',
    message: 'days are SUN, MON',
  },
  'hours that leave no time to sleep': {
    spec: sleep({ awake: 'SUN-SAT 00:00-24:00' }),
    path: 'spec.sleep[0].awake',
    found: '"SUN-SAT 00:00-24:00"',
    allowed: 'hours with more than 15 minutes between them',
    message: 'the schedule would never fire',
  },
  'a holiday that the calendar does not have': {
    spec: sleep({ holidays: ['2026-02-30'] }),
    path: 'spec.sleep[0].holidays[0]',
    found: '"2026-02-30"',
    allowed: 'a day of the calendar, YYYY-MM-DD',
    message: 'a day that the calendar does not have',
  },
  'a holiday that is no day at all': {
    spec: sleep({ holidays: [2026] }),
    path: 'spec.sleep[0].holidays[0]',
    found: '2026',
    allowed: 'a day, YYYY-MM-DD, or days from the first to the last: from and to',
  },
  'holidays that end before they begin': {
    spec: sleep({ holidays: [{ from: '2026-12-26', to: '2026-12-24' }] }),
    path: 'spec.sleep[0].holidays[0].to',
    found: '"2026-12-24"',
    allowed: '2026-12-26 or later',
  },
  'two exceptions on one day': {
    spec: sleep({ exceptions: ['all', 'none'].map((awake) => ({ date: '2026-12-05', awake })) }),
    path: 'spec.sleep[0].exceptions[1].date',
    found: '"2026-12-05"',
    allowed: 'one exception a day',
  },
  'a window that is longer than the time to wake': {
    spec: sleep({ within: 20 }),
    path: 'spec.sleep[0].within',
    found: '20',
    allowed: 'at most 15, as wakeBefore says',
    alternative: 'raise wakeBefore',
  },
  'a deadline that is too short': {
    spec: sleep({ deadline: '1m' }),
    path: 'spec.sleep[0].deadline',
    found: '"1m"',
    allowed: '5m to 24h',
  },
  'a topic of another name': {
    spec: { notify: [{ on: ['failed'], sns: 'ops' }] },
    path: 'spec.notify[0].sns',
    found: '"ops"',
    allowed: 'text that matches /^eks-',
    message: 'the name of a topic that begins with eks-',
  },
  'a kind of fact that there is not': {
    spec: { notify: [{ on: ['fialed'], sns: 'eks-ops' }] },
    path: 'spec.notify[0].on[0]',
    found: '"fialed"',
    allowed: 'failed',
  },
};

describe('a Fleet document with', () => {
  it.each(Object.entries(mistakes))('%s is refused in one message', (_name, mistake) => {
    const { spec, path, found, allowed, message = '', alternative = '' } = mistake;
    const { problems = [] } = parseFleet(fleetOf(spec), 'fleet.yaml', { now: NOW });
    expect(problems).toEqual([
      expect.objectContaining({
        document: 'fleet.yaml',
        path,
        found,
        allowed: expect.stringContaining(allowed),
        message: expect.stringContaining(message),
      }),
    ]);
    expect(problems[0]?.alternative ?? '').toContain(alternative);
  });
});
