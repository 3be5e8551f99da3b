import { describe, expect, it } from '@jest/globals';
import { advance } from '../../../domain/waves/advance.ts';
import { wavesOnAgenda } from '../../../domain/waves/agenda.ts';
import { east, ended, fleet, later, START, seenAt, upgradeOf, wave, west } from './fixtures.ts';

const dev = wave('dev', [east('dev')]);
const prod = wave('prod', [east('a'), west('a')], { approve: 'sre' });
const DAY = { from: START, until: later(86_400) };
/** Two hours and the soak: what the first cluster of an upgrade is thought to take. */
const TAKES = 3 * 3600;
const told = (agenda: ReturnType<typeof wavesOnAgenda>) => agenda.waves.map(({ at, does }) => [at, does]);

describe('the upgrade of a fleet on an agenda', () => {
  it('has the beginning and the bake of each wave, and its end', () => {
    const agenda = wavesOnAgenda(upgradeOf([dev, prod]), fleet(), DAY);
    const baked = later(TAKES + 3600);
    expect(told(agenda).slice(0, 3)).toEqual([
      [START, 'wave dev to 1.36 begins'],
      [baked, 'wave dev has baked'],
      [baked, 'wave prod to 1.36 begins'],
    ]);
    expect(told(agenda).map(([, does]) => does)).toEqual([
      'wave dev to 1.36 begins',
      'wave dev has baked',
      'wave prod to 1.36 begins',
      'wave prod has baked',
      'the upgrade to 1.36 ends',
    ]);
    expect(agenda.waves.map(({ unless }) => unless !== undefined)).toEqual([false, false, true, true, true]);
    expect(agenda.standing).toEqual([]);
  });

  it('goes on from where it is: what is under way ends when it is thought to', () => {
    const begun = advance(upgradeOf([dev]), seenAt(START)).upgrade;
    const running = {
      ...begun,
      members: { [east('dev')]: { is: 'running', operationId: 'o', at: START, attempt: 1 } },
    };
    const agenda = wavesOnAgenda(running as never, fleet(), { from: later(3600), until: later(86_400) });
    expect(told(agenda)).toEqual([
      [later(TAKES + 3600), 'wave dev has baked'],
      [later(TAKES + 3600), 'the upgrade to 1.36 ends'],
    ]);
  });

  it('has the end of the approval that it waits for, with the command', () => {
    const waiting = ended(advance(upgradeOf([prod]), seenAt(START)).upgrade, [], START).upgrade;
    const agenda = wavesOnAgenda(waiting, fleet(), { from: START, until: later(4 * 86_400) });
    expect(agenda.waves.at(-1)).toMatchObject({
      at: later(3 * 86_400),
      does: 'the approval of wave prod expires',
      unless: 'sre decide: eks-fleet approve up/prod --reason …',
    });
  });

  it('has windows in it, and only what lies within its time', () => {
    const window = { days: 'TUE', start: '20:00', lastStart: '22:00', zone: 'UTC' };
    const later8 = upgradeOf([{ ...dev, window } as never]);
    expect(told(wavesOnAgenda(later8, fleet(), DAY))).toEqual([
      ['2026-11-24T20:00:00.000Z', 'wave dev to 1.36 begins'],
      ['2026-11-25T00:00:00.000Z', 'wave dev has baked'],
      ['2026-11-25T00:00:00.000Z', 'the upgrade to 1.36 ends'],
    ]);
    expect(told(wavesOnAgenda(later8, fleet(), { from: START, until: later(3600) }))).toEqual([]);
  });

  it('tells of one that stands why, and of one that is over nothing', () => {
    const paused = upgradeOf([dev], { is: 'paused', paused: { at: START, reason: 'lunch' } });
    expect(wavesOnAgenda(paused, fleet(), DAY)).toEqual({
      waves: [],
      standing: [{ fleet: 'retail', upgrade: 'up', waitsFor: 'lunch' }],
    });
    const over = upgradeOf([dev], { is: 'ended', endedAt: START });
    expect(wavesOnAgenda(over, fleet(), DAY)).toEqual({ waves: [], standing: [] });
  });
});
