import { describe, expect, it } from '@jest/globals';
import { decideFailover, type Situation } from '../../../domain/failover/decide.ts';
import { guard, LOST, plan, primaryBy, SILENT, situation, steady } from './fixtures.ts';

const bothLost = { standby: steady(LOST), witness: steady(LOST) };
const decided = (more: Partial<Situation>) => decideFailover(situation(more)).is;

describe('a failover by itself', () => {
  it('comes of two regions that see application and region fail', () => {
    expect(decideFailover(situation(bothLost))).toEqual({
      is: 'failOver',
      why: 'two regions see the application and its region fail',
    });
  });

  it.each<[string, Partial<Situation>, string]>([
    ['the plan asks', { plan: { ...plan, mode: 'approve' } }, 'the plan asks before it moves'],
    ['its fence needs the lost region', { plan: { ...plan, fencesAlone: false } }, 'its fence needs'],
    ['the standby is not ready', { unready: ['3 nodes of 6'] }, 'the standby is not ready: 3 nodes of 6'],
    ['the data is behind', { lag: 'beyond' }, 'further behind than the plan allows'],
    ['nobody knows how far it is behind', { lag: 'unknown' }, 'cannot be measured'],
    ['somebody has paused failovers', { pausedBy: ['ann'] }, 'paused by ann'],
  ])('is asked for instead where %s', (_, more, why) => {
    const decision = decideFailover(situation({ ...bothLost, ...more }));
    expect(decision).toEqual({ is: 'ask', why: expect.stringContaining(why) });
  });

  it('goes on with data that is just fresh enough', () => {
    expect(decided({ ...bothLost, lag: 'within' })).toBe('failOver');
  });
});

describe('no failover', () => {
  it.each<[string, Partial<Situation>, string]>([
    ['all is well', {}, 'quiet'],
    ['the plan has moved already', { ...bothLost, guard: { ...guard, owner: 'standby' } }, 'quiet'],
    ['a move is under way', { ...bothLost, guard: { ...guard, moving: 'fencing' } }, 'quiet'],
    ['Guard does not answer', { ...bothLost, guard: undefined }, 'hold'],
    [
      'the region’s own signs fail alone',
      { standby: steady({ region: 'fails' }), witness: steady({ region: 'fails' }) },
      'hold',
    ],
    ['one of two well observers sees it', { standby: steady(LOST) }, 'hold'],
    ['the witness alone sees it', { witness: steady(LOST) }, 'hold'],
    [
      'a WAF keeps the probes of both sides out',
      { standby: steady({ ...LOST, standby: 'fails' }), witness: steady({ ...LOST, standby: 'fails' }) },
      'hold',
    ],
    [
      'the standby does not answer its own region',
      { standby: steady({ ...LOST, standby: 'fails' }), witness: steady(LOST) },
      'hold',
    ],
    [
      'the standby answers its own region alone',
      { standby: steady(LOST), witness: steady({ ...LOST, standby: 'fails' }) },
      'hold',
    ],
    [
      'the standby could not be asked',
      { standby: steady({ ...LOST, standby: 'unknown' }), witness: steady(LOST) },
      'hold',
    ],
    ['the standby’s observer is silent', { standby: SILENT, witness: steady(LOST) }, 'hold'],
    ['the standby’s observer is not well', { standby: primaryBy('xxxxxxx'), witness: steady(LOST) }, 'hold'],
    ['a blip of 43 s', { standby: primaryBy('aafffff'), witness: primaryBy('aafffff') }, 'hold'],
    ['one zone is impaired', { zones: ['use1-az4'] }, 'shiftZone'],
    [
      'one zone is impaired, and the application with it',
      { zones: ['use1-az4'], standby: steady({ primary: 'fails' }), witness: steady({ primary: 'fails' }) },
      'shiftZone',
    ],
  ])('where %s', (_, more, expected) => {
    expect(decided(more)).toBe(expected);
  });

  it('of a region whose zone is named, where the region fails as well', () => {
    expect(decided({ ...bothLost, zones: ['use1-az4'] })).toBe('failOver');
  });
});

describe('a person is asked', () => {
  it.each<[string, Partial<Situation>]>([
    [
      'where one outside observer fails it and the other is silent',
      { standby: steady(LOST), witness: SILENT },
    ],
    [
      'where the application fails alone: a deployment',
      { standby: steady({ primary: 'fails' }), witness: steady({ primary: 'fails' }) },
    ],
    [
      'where the observers do not agree on the region',
      { standby: steady(LOST), witness: steady({ primary: 'fails' }) },
    ],
    [
      'where nobody could tell of the region',
      { standby: steady({ ...LOST, region: 'unknown' }), witness: steady({ ...LOST, region: 'unknown' }) },
    ],
  ])('%s', (_, more) => {
    expect(decided(more)).toBe('ask');
  });
});

describe('an observer of the standby’s region that does not see the world', () => {
  it.each([
    ['and the application answers', {}],
    ['and the witness sees it fail', { witness: steady(LOST) }],
  ])('is told to people as it is, %s', (_, more) => {
    expect(decideFailover(situation({ standby: primaryBy('xxxxxxx'), ...more }))).toEqual({
      ...{ is: 'hold', page: true },
      why: 'the observer of the standby’s region does not see the world itself',
    });
  });
});

describe('a move that came to no end', () => {
  const stalled = {
    guard: { ...guard, owner: 'standby', moving: 'fenced' },
    sinceMovedSeconds: 300,
  } as const;

  it('is gone on with where nobody is at work on it, and is left to who is', () => {
    expect(decideFailover(situation(stalled))).toMatchObject({ is: 'failOver', goesOn: true });
    expect(decideFailover(situation({ ...stalled, isAtWork: true }))).toMatchObject({
      is: 'hold',
      page: true,
    });
    expect(decided({ ...stalled, sinceMovedSeconds: 299 })).toBe('quiet');
  });
});

describe('a region that fails by its own signs', () => {
  it('is told to people, and nothing moves', () => {
    const region = { standby: steady({ region: 'fails' }), witness: steady({ region: 'fails' }) };
    expect(decideFailover(situation(region))).toMatchObject({ is: 'hold', page: true });
  });
});

describe('a silent witness', () => {
  it.each([
    [59, 'quiet'],
    [60, 'hold'],
  ])('of %d s', (sinceRoseSeconds, expected) => {
    expect(decided({ witness: steady({}, { sinceRoseSeconds }) })).toBe(expected);
  });

  it('that was never heard of pages', () => {
    expect(decideFailover(situation({ witness: { slots: [] } }))).toMatchObject({ is: 'hold', page: true });
  });
});
