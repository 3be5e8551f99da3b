import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from '../../../domain/failover/decide.ts';
import {
  heardBy,
  keptSlot,
  type Memory,
  NOTHING,
  observersOf,
  withHeard,
  withLeft,
  withOwn,
} from '../../../domain/failover/memory.ts';
import {
  decideAsStandby,
  decideAsWitness,
  decideByVotes,
  isOfMoment,
  wantedOf,
} from '../../../domain/failover/observe.ts';
import { unreadyBy } from '../../../domain/failover/readiness.ts';
import { KEPT_SLOTS, type KeptSlot, newestOf, type PlanSeen } from '../../../domain/failover/votes.ts';
import type { Watching } from '../../../domain/failover/watching.ts';
import type { FailoverPlan } from '../../../domain/policy/failover.ts';
import { ALL_WELL, guard, LOST } from './fixtures.ts';

const watching: Watching = {
  fleet: 'retail',
  plan: {
    name: 'shop',
    from: { region: 'p' },
    to: { region: 's' },
    witness: 'w',
    mode: 'automatic',
    fence: { selfFencing: { leaseSeconds: 10 } },
  } as unknown as FailoverPlan,
  keptAt: '2026-12-01T10:00:00.000Z',
  as: 'standby',
  other: 'w',
};
const BY = '2026-12-02T10:00:00.000Z';
const kept = (sequence: number, seen: PlanSeen | undefined, isWell = true): KeptSlot => ({
  ...{ sequence, isWell, by: BY, heard: {} },
  plans: seen ? { shop: seen } : {},
});
const at = (sequence: number): number => sequence * 10_000 + 3500;

/** Slots of both observers, one after the other; undefined: none was written. */
function memoryOf(own: readonly (KeptSlot | undefined)[], others: readonly (KeptSlot | undefined)[]): Memory {
  let memory = NOTHING;
  for (const [index, slot] of own.entries()) {
    const other = others[index];
    if (slot) memory = withOwn(memory, [slot]);
    memory = withHeard(memory, 'w', other ? [other] : [], at(100 + index));
  }
  return memory;
}
const rowOf = (seen: readonly (PlanSeen | undefined)[]) =>
  seen.map((one, index) => (one ? kept(100 + index, one) : undefined));
const decided = (memory: Memory, slots: number): Decision['is'] =>
  decideByVotes(memory, watching, at(99 + slots)).is;

const WELL = Array(3).fill(ALL_WELL);
const lost = (slots: number) => rowOf([...WELL, ...Array(slots).fill(LOST)]);

describe('the standby’s observer', () => {
  it('moves a plan in the sixth slot that fails for both, and not in the fifth', () => {
    expect(decided(memoryOf(lost(5), lost(5)), 8)).not.toBe('failOver');
    expect(decided(memoryOf(lost(6), lost(6)), 9)).toBe('failOver');
  });

  it('goes by Guard’s item and readiness where it comes to that', () => {
    const memory = memoryOf(lost(6), lost(6));
    const by = (known: Parameters<typeof decideAsStandby>[2]) =>
      decideAsStandby(memory, watching, known, at(108)).is;
    expect(by({ guard, unready: [] })).toBe('failOver');
    expect(by({ guard: { ...guard, owner: 'standby' }, unready: [] })).toBe('quiet');
    expect(by({ guard, unready: ['no image'] })).toBe('ask');
    expect(by({ guard: undefined, unready: [] })).toBe('hold');
  });

  it('moves nothing by slots that are missing, not well or unknown, however many there are', () => {
    const UNKNOWN: PlanSeen = { primary: 'unknown', standby: 'answers', region: 'unknown' };
    const seen = fc.oneof(
      { weight: 12, arbitrary: fc.constant('fails') },
      { weight: 1, arbitrary: fc.constantFrom('answers', 'unknown', 'missing', 'ill') },
    );
    let moved = 0;
    const slotOf = (what: string, index: number): KeptSlot | undefined => {
      if (what === 'missing') return undefined;
      const signs = what === 'answers' ? ALL_WELL : what === 'unknown' ? UNKNOWN : LOST;
      return kept(100 + index, signs, what !== 'ill');
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(seen, seen), { minLength: 1, maxLength: 20 }), (rows) => {
        const memory = memoryOf(
          rows.map(([own], index) => slotOf(own, index)),
          rows.map(([, other], index) => slotOf(other, index)),
        );
        if (decided(memory, rows.length) !== 'failOver') return;
        moved++;
        for (const side of [0, 1]) {
          const whats = rows.map((row) => row[side]);
          const newest = whats.findLastIndex((what) => what !== 'missing');
          expect(whats[newest]).toBe('fails');
          const last = whats.slice(Math.max(0, newest - 6), newest + 1);
          expect(last.filter((what) => what === 'fails').length).toBeGreaterThanOrEqual(6);
        }
      }),
      { numRuns: 3000 },
    );
    expect(moved).toBeGreaterThan(300);
  });

  it('waits for the other’s slot where the primary fails here and the other is there', () => {
    const behind = memoryOf(lost(6), [...lost(5), undefined]);
    expect(wantedOf(behind, [watching], 108, at(108))).toEqual(['w']);
    expect(wantedOf(memoryOf(lost(6), lost(6)), [watching], 108, at(108))).toEqual([]);
    expect(
      wantedOf(memoryOf(rowOf(WELL), [...rowOf(WELL.slice(1)), undefined]), [watching], 102, at(102)),
    ).toEqual([]);
    expect(wantedOf(behind, [{ ...watching, as: 'witness' }], 108, at(108))).toEqual([]);
    const silent = memoryOf(lost(6), [...lost(3), undefined, undefined, undefined]);
    expect(wantedOf(silent, [watching], 108, at(108))).toEqual([]);
  });
});

describe('the witness’s observer', () => {
  it('says nothing before it has read Guard, and tells a silence', () => {
    expect(decideAsWitness(NOTHING, watching, at(100))).toEqual({ is: 'quiet' });
    const silent = memoryOf(rowOf(Array(12).fill(ALL_WELL)), [...rowOf(WELL), ...Array(9).fill(undefined)]);
    expect(decideAsWitness(silent, watching, at(111))).toMatchObject({ is: 'hold', page: true });
  });
});

describe('a memory', () => {
  it('keeps as many slots as Guard does, each sequence once, the later write of it', () => {
    const slots = Array.from({ length: 100 }, (_, index) => kept(index, ALL_WELL));
    const memory = withOwn(withOwn(NOTHING, slots), [kept(99, LOST)]);
    expect(memory.own).toHaveLength(KEPT_SLOTS);
    expect(memory.own.at(-1)?.plans.shop).toEqual(LOST);
  });

  it('goes on with what the last slot of the one before has heard', () => {
    const before = memoryOf(lost(6), [...lost(4), undefined, undefined]);
    const slot = keptSlot(before, kept(109, LOST), BY, at(109));
    expect(slot.heard).toEqual({ w: { sequence: 106, sinceRoseSeconds: 30 } });
    const next = withLeft(NOTHING, slot);
    expect(next.others.w?.hearing).toMatchObject({ sequence: 106, lookedAt: 1_090_000 });
    expect(withLeft(before, slot).others.w).toBe(before.others.w);
  });
});

describe('the newest slot', () => {
  it('is the one of the highest sequence, in whatever order slots are read', () => {
    expect(newestOf([kept(3, ALL_WELL), kept(9, LOST), kept(7, ALL_WELL)])?.sequence).toBe(9);
    expect(newestOf([])).toBeUndefined();
  });

  it('is kept where more are read than Guard has', () => {
    const shuffled = Array.from({ length: 100 }, (_, index) => kept((index * 37) % 100, ALL_WELL));
    const sequences = withOwn(NOTHING, shuffled).own.map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: KEPT_SLOTS }, (_, index) => 36 + index));
  });
});

describe('an observer that was never heard', () => {
  it('has no slots and no voice', () => {
    expect(observersOf(NOTHING, 'w', at(1))).toEqual({
      standby: { slots: [], sinceRoseSeconds: 0 },
      witness: { slots: [] },
    });
    expect(heardBy({ own: [], others: { w: { slots: [] } } }, at(1))).toEqual({});
    expect(withHeard(NOTHING, 'w', [], at(1)).others.w).toEqual({
      slots: [],
      hearing: { sequence: 0, roseAt: at(1), lookedAt: at(1) },
    });
  });

  it('is not waited for', () => {
    const failing = withOwn(NOTHING, [kept(100, LOST)]);
    expect(wantedOf(failing, [watching], 100, at(100))).toEqual([]);
    expect(wantedOf(withHeard(failing, 'w', [], at(100)), [watching], 100, at(100))).toEqual([]);
    expect(wantedOf(NOTHING, [watching], 100, at(100))).toEqual([]);
  });
});

describe('a decision of moment', () => {
  it('is what is asked for or told', () => {
    expect(isOfMoment({ is: 'quiet' })).toBe(false);
    expect(isOfMoment({ is: 'hold', why: '', page: false })).toBe(false);
    expect(isOfMoment({ is: 'hold', why: '', page: true })).toBe(true);
    expect(isOfMoment({ is: 'ask', why: '' })).toBe(true);
  });
});

describe('a standby is not ready', () => {
  const now = Date.parse('2026-12-02T10:00:00Z');
  it.each([
    [undefined, ['nobody has looked at its readiness yet']],
    [{ at: '2026-12-02T09:59:00Z', unready: [] }, []],
    [{ at: '2026-12-02T09:00:00Z', unready: ['no image'] }, ['no image']],
    [
      { at: '2026-12-02T08:59:59Z', unready: [] },
      ['nobody has looked at its readiness since 2026-12-02T08:59:59Z'],
    ],
  ])('by %j: %j', (readiness, unready) => {
    expect(unreadyBy(readiness, now)).toEqual(unready);
  });
});
