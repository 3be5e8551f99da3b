import { describe, expect, it } from '@jest/globals';
import { leftByReapers, type StoppedReaper } from '../../../domain/operation/stopped-reapers.ts';

const at = (time: string): number => Date.parse(`2026-11-24T${time}:00Z`);
const reaper = (stoppedAt: string, saw: string): StoppedReaper => ({ stoppedAt: at(stoppedAt), saw });
const swept = (stoppedAt: string, due: string): StoppedReaper => ({
  stoppedAt: at(stoppedAt),
  sweptAt: at(due),
});

/** Work of stopped reapers that a sweep takes over, and the number of stopped reapers that it read. */
async function left(sweptAt: string, newestFirst: readonly StoppedReaper[]) {
  let read = 0;
  async function* each() {
    for (const one of newestFirst) {
      read++;
      yield one;
    }
  }
  return { left: await leftByReapers(at(sweptAt), each()), read };
}

describe('a sweep', () => {
  it.each(['09:00', '09:04', '09:05', '09:54', '09:55', '10:00', '10:01'])(
    'of three in a row, exactly one sees to what a reaper left that was stopped at %s',
    async (stoppedAt) => {
      const ends = [reaper(stoppedAt, 'creation')];
      const seen = await Promise.all(['09:00', '10:00', '11:00'].map((due) => left(due, ends)));
      expect(seen.flatMap((one) => one.left)).toEqual(['creation']);
    },
  );

  it('sees to the hour of one that was stopped, and of two', async () => {
    const early = reaper('08:10', 'early');
    const ends = [swept('10:02', '10:00'), reaper('09:30', 'late'), swept('09:03', '09:00'), early];
    expect((await left('11:00', ends)).left).toEqual(['late', 'early']);
  });

  it('looks no further back for a sweep that is still to come, or for itself', async () => {
    for (const due of ['11:00', '10:00']) {
      const ends = [swept('10:02', due), reaper('09:30', 'late'), reaper('08:10', 'early')];
      expect((await left('10:00', ends)).left).toEqual(['late']);
    }
  });

  it('sees to an execution once, however many reapers were stopped over it', async () => {
    const ends = [reaper('09:40', 'creation'), reaper('09:30', 'creation')];
    expect((await left('10:00', ends)).left).toEqual(['creation']);
  });

  it('reads no further back than it has to', async () => {
    const old = ['08:50', '08:40', '08:30'].map((time) => reaper(time, time));
    expect(await left('10:00', old)).toEqual({ left: [], read: 1 });
    const late = [reaper('09:30', 'late'), ...old];
    expect(await left('10:00', late)).toEqual({ left: ['late'], read: 2 });
  });
});
