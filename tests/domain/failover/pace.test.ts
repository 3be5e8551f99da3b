import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '../../../domain/failover/pace.ts';

const T = 1_700_000_000_000;
const until = { startedAt: T, endsAt: T + 160_000 };
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

  it('is none where it would end later than 140 s after the beginning, or than the invocation', () => {
    expect(turn(130_000, 1)?.at).toBe(T + 130_000);
    expect(turn(130_001, 1)).toBeUndefined();
    expect(turn(30_000, 1, { startedAt: T, endsAt: T + 39_999 })).toBeUndefined();
    expect(turn(30_000, 1, { startedAt: T, endsAt: T + 40_000 })).toBeDefined();
  });

  it('is missed by nobody where one fires at the first second of its minute, and the next at the last', () => {
    const slotsFrom = (startedAt: number): readonly number[] => {
      const own = { startedAt: T + startedAt, endsAt: T + startedAt + 160_000 };
      const found: number[] = [];
      for (
        let next = turn(startedAt, undefined, own);
        next;
        next = turn(next.at - T + 3000, next.sequence, own)
      )
        found.push(next.sequence - T / 10_000);
      return found;
    };
    // Each two seconds after its firing.
    for (let second = 0; second < 10; second++) {
      const began = 2000 + second * 1000;
      const looked = new Set([...slotsFrom(began), ...slotsFrom(began + 119_000)]);
      const [first = 0] = looked;
      for (let slot = first; slot < first + 20; slot++) expect(looked).toContain(slot);
    }
  });
});
