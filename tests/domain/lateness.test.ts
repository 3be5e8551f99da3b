import { describe, expect, it } from '@jest/globals';
import { expectedSeconds, isGivenUp, isLate, type Timed } from '../../domain/lateness.ts';

const timed = (key: string, maxSeconds: number, more: Partial<Timed> = {}): Timed => ({
  ...{ key, expected: { minSeconds: 1, maxSeconds } },
  ...more,
});
const ready = (...keys: readonly string[]) => ({ needs: [{ keys, until: 'ready' }] });

describe('the time that a phase is expected to take', () => {
  it('is that of its longest item where all go side by side', () => {
    expect(expectedSeconds([timed('a', 100), timed('b', 300), timed('c', 200)])).toBe(300);
    expect(expectedSeconds([])).toBe(0);
  });

  it('is that of its longest chain of needs', () => {
    const items = [timed('c', 30, ready('b')), timed('b', 20, ready('a')), timed('a', 10), timed('d', 50)];
    expect(expectedSeconds(items)).toBe(60);
  });

  it('begins at once what needs something that is not part of the phase', () => {
    expect(expectedSeconds([timed('a', 10, ready('network'))])).toBe(10);
  });

  it('adds what goes alone, one after the other', () => {
    const alone = { exclusive: true };
    expect(expectedSeconds([timed('a', 10), timed('b', 20, alone), timed('c', 30, alone)])).toBe(60);
  });
});

it('calls a phase late from the second on that comes after ten minutes more than it may take', () => {
  expect(isLate([timed('a', 100)], 700)).toBe(false);
  expect(isLate([timed('a', 100)], 701)).toBe(true);
});

it('gives up what AWS finds wrong from the second on that comes after an hour more', () => {
  expect(isGivenUp([timed('a', 100)], 3700)).toBe(false);
  expect(isGivenUp([timed('a', 100)], 3701)).toBe(true);
});
