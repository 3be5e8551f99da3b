import { describe, expect, it } from '@jest/globals';
import { randomStream } from '../../simulator/kernel/random.ts';

describe('random streams', () => {
  it('gives the same numbers for the same seed and purpose', () => {
    const draw = (seed: number, purpose: string) =>
      Array.from({ length: 5 }, randomStream(seed, purpose).next);
    expect(draw(1, 'latency')).toEqual(draw(1, 'latency'));
    expect(draw(1, 'latency')).not.toEqual(draw(2, 'latency'));
    expect(draw(1, 'latency')).not.toEqual(draw(1, 'ids'));
  });
});
