import { expect, it } from '@jest/globals';
import type { ConformanceSet } from '../../scripts/conformance/result.ts';
import { runSets } from '../../scripts/conformance.ts';

const misses = [{ id: 'the fourth', reason: 'answered twice' }];
const scored: ConformanceSet = async () => [
  { name: 'scored', passed: 3, total: 4, notServed: 2, misses },
  { name: 'perfect', passed: 5, total: 5, misses: [] },
];
const broken: ConformanceSet = () => Promise.reject(new Error('no such folder'));

async function printed(sets: Readonly<Record<string, ConformanceSet>>, verbose = false) {
  const lines: string[] = [];
  const failed = await runSets('dir', { sets, verbose, print: (line) => lines.push(line) });
  return { lines, failed };
}

it('tells each score in a line, whatever it is', async () => {
  expect(await printed({ scored })).toEqual({
    lines: ['scored: 3/4, 2 not served', 'perfect: 5/5'],
    failed: [],
  });
});

it('names the cases not reached where it is asked to', async () => {
  expect((await printed({ scored }, true)).lines[0]).toBe(
    'scored: 3/4, 2 not served\n  the fourth: answered twice',
  );
});

it('goes on after a set that cannot run, and says which one that was', async () => {
  expect(await printed({ broken, scored })).toEqual({
    lines: ['broken: failed to run: no such folder', 'scored: 3/4, 2 not served', 'perfect: 5/5'],
    failed: ['broken'],
  });
});
