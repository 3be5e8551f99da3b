import { describe, expect, it } from '@jest/globals';
import { EXPECTED_DURATIONS } from '../../domain/expected-durations.ts';
import { decideWaitSeconds, type ExpectedDuration } from '../../domain/progress.ts';

/**
 * The number of looks from a beginning until the look that sees the end, and the seconds from the end to that look.
 */
function looksAt(expected: ExpectedDuration, endSeconds: number, spread: number) {
  let [looks, elapsedSeconds] = [0, 0];
  while (elapsedSeconds < endSeconds) {
    elapsedSeconds += decideWaitSeconds([{ elapsedSeconds, expected }], { spread });
    looks++;
  }
  return { looks, late: elapsedSeconds - endSeconds };
}

const SPREADS = [0, 0.25, 0.5, 0.75, 1];
const most = (of: (spread: number) => number): number => Math.max(...SPREADS.map(of));

describe('looks at nodes that come', () => {
  it.each([
    // Seconds of EKS's update, EC2's start and kubelet's: shortest, usual and longest.
    [60, 1],
    [112, 2],
    [165, 8],
  ])('are few where they take %d s', (endSeconds, looks) => {
    expect(most((spread) => looksAt(EXPECTED_DURATIONS.nodes, endSeconds, spread).looks)).toBe(looks);
  });

  it('see the slowest soon: all of a fleet is awake when they are', () => {
    for (let end = 122; end <= 240; end++)
      expect(most((spread) => looksAt(EXPECTED_DURATIONS.nodes, end, spread).late)).toBeLessThanOrEqual(14);
  });
});

describe('looks at nodes that go', () => {
  it('are one or two, a minute apart: nobody waits for them', () => {
    for (let end = 25; end <= 128; end++)
      expect(most((spread) => looksAt(EXPECTED_DURATIONS.nodesGone, end, spread).looks)).toBeLessThanOrEqual(
        2,
      );
    for (let end = 142; end <= 300; end++)
      expect(most((spread) => looksAt(EXPECTED_DURATIONS.nodesGone, end, spread).late)).toBeLessThanOrEqual(
        66,
      );
  });
});
