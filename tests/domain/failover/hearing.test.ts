import { describe, expect, it } from '@jest/globals';
import {
  decideSilence,
  type Hearing,
  heardOf,
  hearingAfter,
  hearingLeft,
  silentSeconds,
} from '../../../domain/failover/hearing.ts';
import type { KeptSlot } from '../../../domain/failover/votes.ts';

const AT = Date.parse('2026-12-02T10:00:00Z');
const at = (seconds: number): number => AT + seconds * 1000;
/** Reads one after the other: the second, and the newest sequence that was found. */
const heardBy = (...reads: readonly (readonly [second: number, newest: number | undefined])[]): Hearing =>
  reads.reduce<Hearing | undefined>(
    (before, [second, newest]) => hearingAfter(before, newest, at(second)),
    undefined,
  ) as Hearing;

describe('an observer that is heard', () => {
  it('is silent since the sequence rose last, by the clock of who reads', () => {
    expect(silentSeconds(heardBy([0, 7], [10, 8], [20, 9]), at(23))).toBe(3);
    expect(silentSeconds(heardBy([0, 7], [10, 8], [20, 8], [30, 8]), at(33))).toBe(23);
  });

  it('may be of any age at the first read ever, and has no vote until it rises', () => {
    expect(silentSeconds(heardBy([0, 7]), at(0))).toBe(20);
    expect(silentSeconds(heardBy([0, 7], [10, 8]), at(10))).toBe(0);
  });

  it('may have risen long ago where nobody looked meanwhile', () => {
    const slept = heardBy([0, 7], [10, 8], [300, 20]);
    expect(silentSeconds(slept, at(300))).toBe(290);
    expect(silentSeconds(hearingAfter(slept, 21, at(310)), at(310))).toBe(0);
  });

  it('does not rise by a sequence that is lower', () => {
    expect(silentSeconds(heardBy([0, 7], [10, 8], [20, 5]), at(40))).toBe(30);
  });

  it('is silent by no step back of the clock', () => {
    expect(silentSeconds(heardBy([0, 7], [10, 8]), at(-500))).toBe(0);
  });

  it('goes on from what the last invocation has kept of it', () => {
    const hearing = heardBy([0, 7], [10, 8], [20, 8]);
    const kept = { sequence: at(30) / 10_000, heard: { w: heardOf(hearing, at(30)) } } as unknown as KeptSlot;
    const left = hearingLeft(kept, 'w');
    expect(left).toEqual({ sequence: 8, roseAt: at(10), lookedAt: at(30) });
    expect(hearingLeft(kept, 'other')).toBeUndefined();
    expect(hearingLeft(undefined, 'w')).toBeUndefined();
  });

  it('has four minutes to begin at all', () => {
    const never = heardBy([0, undefined], [10, undefined]);
    expect(silentSeconds(never, at(240))).toBe(0);
    expect(silentSeconds(never, at(301))).toBe(61);
  });
});

describe('the witness', () => {
  const rowOf = (hearing: Hearing, second: number) => {
    const decision = decideSilence(hearing, 's', at(second));
    return decision.is === 'hold' ? decision.why : decision.is;
  };

  it('pages once the standby’s observer has been silent for a minute', () => {
    const silent = heardBy([0, 7], [10, 8], [60, 8], [70, 8]);
    expect(rowOf(silent, 69)).toBe('quiet');
    expect(rowOf(silent, 70)).toContain('standby’s region s is silent');
    expect(decideSilence(silent, 's', at(70))).toMatchObject({ is: 'hold', page: true });
  });

  it('says so where it is Guard that does not answer', () => {
    expect(rowOf(heardBy([0, 7], [10, 8]), 69)).toBe('quiet');
    expect(rowOf(heardBy([0, 7], [10, 8]), 70)).toContain('Guard does not answer');
  });
});
