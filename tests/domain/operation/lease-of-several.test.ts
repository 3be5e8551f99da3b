import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideLease,
  decideLeaving,
  fenceSeconds,
  holderOfPart,
  holdersOf,
  type Lease,
  type LeaseHolder,
} from '../../../domain/operation/lease.ts';

const mover = (part: string): LeaseHolder => ({
  ...{ operationId: `o-${part}`, executionArn: `x-${part}`, kind: 'failover', part },
  takenAt: '2026-12-03T08:00:00Z',
});
const lease: Lease = { clusterArn: 'arn', epoch: 7, holder: mover('cart') };
const shared: Lease = { ...lease, beside: { till: mover('till') } };

describe('a lease that several operations hold', () => {
  it('is joined under its epoch by a move of another plan', () => {
    expect(decideLease(lease, mover('till'))).toEqual({
      ...{ do: 'join', epoch: 7, holder: mover('cart'), part: 'till' },
    });
    expect(holderOfPart(shared, 'till')).toEqual(mover('till'));
    expect(holderOfPart(shared, 'blog')).toBeUndefined();
  });

  it.each(['cart', 'till'])('is refused to a second move of %s', (part) => {
    const second = { ...mover(part), executionArn: 'another' };
    expect(decideLease(shared, second)).toEqual({ do: 'refuse', holder: mover(part) });
  });

  it('is kept by each of those who hold it', () => {
    expect(decideLease(shared, mover('till'))).toEqual({ do: 'keep', epoch: 7 });
  });

  it('is refused where one of both says no part, as earlier releases did', () => {
    const { part: _part, ...whole } = mover('cart');
    expect(decideLease({ ...lease, holder: whole }, mover('till')).do).toBe('refuse');
    expect(decideLease(lease, { ...whole, executionArn: 'another' }).do).toBe('refuse');
  });

  it('is refused to whatever gives way to its holder, and to two upgrades with parts', () => {
    expect(decideLease(shared, { kind: 'upgrade', executionArn: 'another', part: 'blog' }).do).toBe('refuse');
  });

  it('goes to one that holds it beside when its holder leaves, and is free with the last', () => {
    const beside = { id: 'o-till', epoch: 7 };
    expect(decideLeaving(shared, { id: 'o-cart', epoch: 7 })).toEqual({
      ...{ do: 'handOver', part: 'till', to: mover('till') },
    });
    expect(decideLeaving(shared, beside)).toEqual({ do: 'leave', part: 'till' });
    expect(decideLeaving({ ...lease, holder: mover('till') }, beside)).toEqual({ do: 'free' });
    expect(decideLeaving(shared, { id: 'o-blog', epoch: 7 })).toEqual({ do: 'nothing' });
    expect(decideLeaving(shared, { ...beside, epoch: 6 })).toEqual({ do: 'nothing' });
  });

  it('waits for a former owner’s last task, whoever joins', () => {
    const taken = { ...lease, takenOverAt: '2026-12-03T08:00:00Z' };
    expect(fenceSeconds(lease, '2026-12-03T08:00:10Z')).toBe(0);
    expect(fenceSeconds(taken, '2026-12-03T08:00:10Z')).toBe(30);
    // The acceptance that took it may have been tried again for half an hour before it was written.
    expect(fenceSeconds(taken, '2026-12-03T08:30:30Z')).toBe(30);
    expect(fenceSeconds(taken, '2026-12-03T08:30:31Z')).toBe(0);
  });

  it('loses nobody who has not left, in any order of coming and going', () => {
    const parts = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 });
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.nat()), (coming, chances) => {
        const inside = new Set<string>();
        let held: Lease = { clusterArn: 'arn', epoch: 1 };
        for (const part of coming) {
          held = come(held, mover(part));
          inside.add(part);
          if ((chances.next().value ?? 0) % 2 === 0) continue;
          const [leaver = part] = [...inside].sort().reverse();
          held = leave(held, mover(leaver));
          inside.delete(leaver);
          expect(new Set(holdersOf(held).map((one) => one.part))).toEqual(inside);
        }
        for (const part of [...inside]) held = leave(held, mover(part));
        expect(held.holder).toBeUndefined();
      }),
    );
  });
});

function come(held: Lease, own: LeaseHolder): Lease {
  const decision = decideLease(held, own);
  if (decision.do === 'join') return { ...held, beside: { ...held.beside, [decision.part]: own } };
  if (decision.do !== 'take') throw new Error(`it came to ${decision.do}`);
  return { clusterArn: held.clusterArn, epoch: decision.epoch, holder: own, beside: {} };
}

function leave(held: Lease, own: LeaseHolder): Lease {
  const leaving = decideLeaving(held, { id: own.operationId, epoch: held.epoch });
  const { holder: _holder, beside = {}, ...free } = held;
  if (leaving.do === 'free') return free;
  if (!('part' in leaving)) throw new Error('it held nothing');
  const { [leaving.part]: _left, ...others } = beside;
  return { ...held, beside: others, ...(leaving.do === 'handOver' ? { holder: leaving.to } : {}) };
}
