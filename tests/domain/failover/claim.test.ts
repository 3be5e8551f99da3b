import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideCancel } from '../../../domain/failover/cancel.ts';
import {
  type Claim,
  type ClaimDecision,
  type Claimed,
  decideClaim,
  decideMove,
  type Side,
} from '../../../domain/failover/claim.ts';
import { guard } from './fixtures.ts';

const AT = '2026-12-02T10:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const claim = (more: Partial<Claim> = {}): Claim => ({
  claimId: 'second',
  to: 'standby',
  epoch: 4,
  generation: 'g1',
  raisedAt: AT,
  at: later(2),
  ...more,
});
const written = (decision: ClaimDecision): Claimed => {
  if (decision.do === 'refuse') throw new Error(decision.why);
  return decision.item;
};

describe('a claim', () => {
  it('takes a plan under the next epoch, to be fenced first', () => {
    expect(written(decideClaim(guard, claim()))).toEqual({
      plan: 'shop',
      owner: 'standby',
      epoch: 5,
      generation: 'g1',
      claimId: 'second',
      at: later(2),
      moving: 'fencing',
    });
  });

  it('finds its own item again where the answer was lost', () => {
    const item = written(decideClaim(guard, claim()));
    expect(decideClaim(item, claim({ at: later(500) }))).toEqual({ do: 'nothing', item });
  });

  it.each<[string, Partial<Claimed>, Partial<Claim>, string]>([
    ['that is a day late', {}, { at: later(86_400) }, 'raised 86400 s ago, allowed 0 to 120 s'],
    ['from the future', {}, { raisedAt: later(60), at: AT }, 'raised -60 s ago'],
    ['at no time', {}, { raisedAt: 'never' }, 'raised NaN s ago'],
    ['on an older epoch', { epoch: 5 }, {}, 'found epoch 5, and it was decided on 4'],
    ['on an epoch that nobody has written', {}, { epoch: 9 }, 'found epoch 4, and it was decided on 9'],
    ['on a plan that was edited since', { generation: 'g2' }, {}, 'another one since'],
    ['beside one that is under way', { moving: 'fencing' }, {}, 'claim first is under way'],
    ['of the side that has it', { owner: 'standby' }, {}, 'the standby owns the plan already'],
  ])('%s is refused', (_, held, asked, why) => {
    const decision = decideClaim({ ...guard, ...held }, claim(asked));
    expect(decision).toEqual({ do: 'refuse', why: expect.stringContaining(why) });
  });
});

describe('a move', () => {
  const begun = written(decideClaim(guard, claim()));
  const by = { epoch: 5, claimId: 'second' };

  it('goes from fence to traffic, one after the other', () => {
    const fenced = written(decideMove(begun, by, 'fenced', later(9)));
    const serving = written(decideMove(fenced, by, 'serving', later(20)));
    expect(written(decideMove(serving, by, 'done', later(30)))).toEqual({
      ...guard,
      owner: 'standby',
      epoch: 5,
      claimId: 'second',
      at: later(30),
    });
  });

  it('never serves before the fence', () => {
    expect(decideMove(begun, by, 'serving', AT)).toMatchObject({ do: 'refuse' });
    expect(decideMove(begun, by, 'done', AT)).toMatchObject({ do: 'refuse' });
  });

  it('finds a step done that was done before', () => {
    const fenced = written(decideMove(begun, by, 'fenced', later(9)));
    expect(decideMove(fenced, by, 'fenced', later(99))).toEqual({ do: 'nothing', item: fenced });
  });

  it('that was gone on with at its last step is fenced once more, and not written back', () => {
    const fenced = written(decideMove(begun, by, 'fenced', later(9)));
    const serving = written(decideMove(fenced, by, 'serving', later(20)));
    const next = claim({ claimId: 'third', epoch: 5, raisedAt: later(400), at: later(402) });
    const taken = written(decideClaim(serving, next));
    expect(taken).toMatchObject({ epoch: 6, moving: 'serving' });
    const third = { epoch: 6, claimId: 'third' };
    expect(decideMove(taken, third, 'fenced', later(410))).toEqual({ do: 'nothing', item: taken });
    expect(decideMove(taken, third, 'serving', later(411))).toEqual({ do: 'nothing', item: taken });
  });

  it.each([[{ epoch: 4, claimId: 'second' }], [{ epoch: 5, claimId: 'first' }]])(
    'of %j is refused',
    (other) => {
      expect(decideMove(begun, other, 'fenced', AT)).toMatchObject({ do: 'refuse' });
    },
  );
});

/** Deciders that read, wait, and write where what they read is still there: what Guard's conditional write keeps. */
describe('any number of claimants', () => {
  const step = fc.record({
    who: fc.integer({ min: 0, max: 2 }),
    what: fc.constantFrom('read', 'claim', 'back', 'fenced', 'serving', 'done', 'cancel'),
    lost: fc.boolean(),
  });

  it('never make two owners of an epoch, a fence that is passed by, or an epoch that falls', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let item: Claimed = guard;
        const reads: Claimed[] = [guard, guard, guard];
        const own: (Pick<Claimed, 'epoch' | 'claimId'> | undefined)[] = [];
        const owners = new Map<number, Side>([[guard.epoch, guard.owner]]);
        const fenced = new Set<number>();
        steps.forEach(({ who, what, lost }, index) => {
          const read = reads[who] ?? guard;
          if (what === 'read') {
            reads[who] = item;
            return;
          }
          const claimId = `${who}-${index}`;
          const mine = own[who] ?? { epoch: -1, claimId: '' };
          const decision =
            what === 'claim' || what === 'back'
              ? decideClaim(
                  read,
                  claim({ claimId, to: what === 'claim' ? 'standby' : 'primary', epoch: read.epoch }),
                )
              : what === 'cancel'
                ? decideCancel(read, { claimId, by: 'ann', reason: 'no', at: AT, holdSeconds: 60 })
                : decideMove(read, mine, what, AT);
          // The conditional write: epoch, claim and step are as they were read.
          const isStill =
            item.epoch === read.epoch && item.claimId === read.claimId && item.moving === read.moving;
          if (decision.do !== 'write' || !isStill) return;
          expect(decision.item.epoch).toBeGreaterThanOrEqual(item.epoch);
          if (decision.item.epoch > item.epoch) expect(owners.has(decision.item.epoch)).toBe(false);
          // A move that is gone on with at its last step keeps the fence of the claim before, of the same owner.
          const goesOn = item.moving === 'serving' && decision.item.owner === item.owner;
          if (decision.item.moving === 'fenced' || (goesOn && fenced.has(item.epoch)))
            fenced.add(decision.item.epoch);
          item = decision.item;
          owners.set(item.epoch, item.owner);
          if (item.moving === 'serving') expect(fenced.has(item.epoch)).toBe(true);
          if (!lost) {
            reads[who] = item;
            own[who] = { epoch: item.epoch, claimId: item.claimId };
          }
        });
      }),
      { numRuns: 2000 },
    );
  });
});
