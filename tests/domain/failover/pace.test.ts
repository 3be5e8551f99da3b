import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '../../../domain/failover/pace.ts';

const T = 1_700_000_000_000;
const until = { startedAt: T, endsAt: T + 130_000 };
const turn = (now: number, last?: number, of = until) => nextTurn({ now: T + now, last }, of);

describe('the next slot', () => {
  it('is the one that is running where it has just begun, and else the next multiple of ten seconds', () => {
    expect(turn(0)).toEqual({ sequence: T / 10_000, at: T });
    expect(turn(4000)).toEqual({ sequence: T / 10_000, at: T });
    expect(turn(4001)).toEqual({ sequence: T / 10_000 + 1, at: T + 10_000 });
  });

  it('is never one that was, however quick or late the last one was', () => {
    expect(turn(900, T / 10_000)?.sequence).toBe(T / 10_000 + 1);
    expect(turn(10_000, T / 10_000 + 1)?.sequence).toBe(T / 10_000 + 2);
    // One that took 14 seconds has missed a slot.
    expect(turn(24_000, T / 10_000 + 1)?.sequence).toBe(T / 10_000 + 3);
    // The clock has stepped back.
    expect(turn(-50_000, T / 10_000)?.sequence).toBe(T / 10_000 + 1);
  });

  it('is none where it would end later than 110 s after the beginning, or than the invocation', () => {
    expect(turn(100_000, 1)?.at).toBe(T + 100_000);
    expect(turn(100_001, 1)).toBeUndefined();
    expect(turn(30_000, 1, { startedAt: T, endsAt: T + 39_999 })).toBeUndefined();
    expect(turn(30_000, 1, { startedAt: T, endsAt: T + 40_000 })).toBeDefined();
  });
});
