import { describe, expect, it } from '@jest/globals';
import { neverOpen } from '../../../domain/waves/never-open.ts';
import { east, fleet, upgradeOf, wave, west } from './fixtures.ts';

const day = { days: 'TUE-THU', start: '06:00', lastStart: '06:30', zone: 'UTC' };
const until = (end: string) => ({ ...day, end });
/** A document whose second wave has a window of its own where one is given, and the first that of all. */
const windows = (ofAll: object | undefined, ofSecond?: object) => {
  const waves = [
    wave('dev', [east('a')], ofAll ? { window: ofAll as never } : {}),
    wave('prod', [west('a')], (ofSecond ?? ofAll) ? { window: (ofSecond ?? ofAll) as never } : {}),
  ];
  const policy = {
    ...(ofAll ? { window: ofAll } : {}),
    waves: [
      { select: { env: 'dev' } },
      { select: { env: 'prod' }, ...(ofSecond ? { window: ofSecond } : {}) },
    ],
  };
  return neverOpen(upgradeOf(waves), fleet({ upgrades: policy } as never));
};

describe('windows at the beginning of a fleet upgrade', () => {
  it('are well where a cluster has the time, and where they say no end', () => {
    expect(windows(until('12:00'))).toEqual({ problems: [], warnings: [] });
    expect(windows(day)).toEqual({ problems: [], warnings: [] });
    expect(windows(undefined)).toEqual({ problems: [], warnings: [] });
  });

  it('are refused where the first wave could begin in none', () => {
    expect(windows(until('08:00'), until('12:00')).problems).toEqual([
      { path: 'spec.upgrades.window', message: expect.stringContaining('the window of wave dev has 2 h') },
    ]);
  });

  it('are told of where a later wave could begin in none by what is guessed', () => {
    expect(windows(until('12:00'), until('08:00'))).toEqual({
      problems: [],
      warnings: [
        expect.stringMatching(/^spec.upgrades.waves\[1\].window: .*the window of wave prod has 2 h/),
      ],
    });
  });

  it('are refused where a later wave has less time than the soak', () => {
    expect(windows(until('12:00'), until('06:45')).problems).toEqual([
      { path: 'spec.upgrades.waves[1].window', message: expect.stringContaining('wave prod has 0.8 h') },
    ]);
  });
});
