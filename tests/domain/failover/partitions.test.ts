import { describe, expect, it } from '@jest/globals';
import { decideFailover } from '../../../domain/failover/decide.ts';
import { guard, SILENT, situation, steady } from './fixtures.ts';

/**
 * Three ways (primary–standby, primary–witness, standby–witness) and three replicas of Guard, each there (1) or not (0): the
 * 64 partitions, with the decision that the standby's region must come to. The clients and the primary's applications are
 * well: what a partition cuts off is its region, as seen from the others. A replica can be reached where it is up and the way
 * to its region is there; two of three are a majority.
 */
const DECISIONS: Readonly<Record<string, string>> = {
  // All ways are there: nothing moves, and without a majority of Guard somebody is paged.
  '111 111': 'quiet',
  '111 110': 'quiet',
  '111 101': 'quiet',
  '111 011': 'quiet',
  '111 100': 'hold',
  '111 010': 'hold',
  '111 001': 'hold',
  '111 000': 'hold',
  // The standby does not reach the witness: its votes come by Guard, where each reaches two replicas; else it is silent.
  '110 111': 'quiet',
  '110 110': 'hold',
  '110 101': 'hold',
  '110 011': 'hold',
  '110 100': 'hold',
  '110 010': 'hold',
  '110 001': 'hold',
  '110 000': 'hold',
  // The witness alone has lost the primary: one observer is never enough.
  '101 111': 'hold',
  '101 110': 'hold',
  '101 101': 'hold',
  '101 011': 'hold',
  '101 100': 'hold',
  '101 010': 'hold',
  '101 001': 'hold',
  '101 000': 'hold',
  // The standby alone has lost the primary.
  '011 111': 'hold',
  '011 110': 'hold',
  '011 101': 'hold',
  '011 011': 'hold',
  '011 100': 'hold',
  '011 010': 'hold',
  '011 001': 'hold',
  '011 000': 'hold',
  // Both have lost the primary, and agree: it moves, where their two replicas of Guard are up.
  '001 111': 'failOver',
  '001 110': 'hold',
  '001 101': 'hold',
  '001 011': 'failOver',
  '001 100': 'hold',
  '001 010': 'hold',
  '001 001': 'hold',
  '001 000': 'hold',
  // The standby is alone: a minority never acts.
  '010 111': 'hold',
  '010 110': 'hold',
  '010 101': 'hold',
  '010 011': 'hold',
  '010 100': 'hold',
  '010 010': 'hold',
  '010 001': 'hold',
  '010 000': 'hold',
  // The witness is alone: the standby reads Guard with the primary, and the witness is silent in it.
  '100 111': 'hold',
  '100 110': 'hold',
  '100 101': 'hold',
  '100 011': 'hold',
  '100 100': 'hold',
  '100 010': 'hold',
  '100 001': 'hold',
  '100 000': 'hold',
  // Each is alone.
  '000 111': 'hold',
  '000 110': 'hold',
  '000 101': 'hold',
  '000 011': 'hold',
  '000 100': 'hold',
  '000 010': 'hold',
  '000 001': 'hold',
  '000 000': 'hold',
};

const REGIONS = ['P', 'S', 'W'] as const;
type Region = (typeof REGIONS)[number];

/** The world of a row: who reaches whom, and who reaches a majority of Guard. */
function worldOf(row: string) {
  const [ways = '', replicas = ''] = row.split(' ');
  const isUp = (text: string, index: number) => text[index] === '1';
  const WAYS: readonly (readonly [Region, Region])[] = [
    ['P', 'S'],
    ['P', 'W'],
    ['S', 'W'],
  ];
  const reaches = (from: Region, to: Region) =>
    from === to ||
    WAYS.some(
      ([one, other], index) => isUp(ways, index) && [one, other].includes(from) && [one, other].includes(to),
    );
  const hasGuard = (from: Region) =>
    REGIONS.filter((to, index) => isUp(replicas, index) && reaches(from, to)).length >= 2;
  return { reaches, hasGuard };
}

describe('a partition', () => {
  it('is one of 64', () => {
    expect(Object.keys(DECISIONS)).toHaveLength(64);
  });

  it.each(Object.entries(DECISIONS))('%s: %s', (row, expected) => {
    const { reaches, hasGuard } = worldOf(row);
    const seenFrom = (from: Region) => {
      const primary = reaches(from, 'P') ? 'answers' : 'fails';
      const standby = reaches(from, 'S') ? 'answers' : 'fails';
      return steady({ primary, region: primary, standby });
    };
    const decision = decideFailover(
      situation({
        standby: seenFrom('S'),
        // What the witness writes comes to nobody without a majority of Guard.
        witness: hasGuard('W') ? seenFrom('W') : SILENT,
        guard: hasGuard('S') ? guard : undefined,
      }),
    );
    expect(decision.is).toBe(expected);
  });
});
