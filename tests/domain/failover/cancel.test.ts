import { describe, expect, it } from '@jest/globals';
import { decideCancel, heldBack, takenBack } from '../../../domain/failover/cancel.ts';
import { type Claimed, decideClaim, decideMove } from '../../../domain/failover/claim.ts';
import { decideFailover } from '../../../domain/failover/decide.ts';
import { guard, LOST, situation, steady } from './fixtures.ts';

const AT = '2026-12-02T10:00:00.000Z';
const cancel = { claimId: 'back', by: 'ann', reason: 'a false alarm', at: AT, holdSeconds: 3600 };
const moving = (more: Partial<Claimed> = {}): Claimed => ({
  ...{ ...guard, owner: 'standby', epoch: 5, claimId: 'second', moving: 'fencing' },
  ...more,
});
const back: Claimed = {
  ...{ ...guard, owner: 'primary', epoch: 6, claimId: 'back', at: AT },
  cancelled: { claimId: 'second', by: 'ann', reason: 'a false alarm', until: '2026-12-02T11:00:00.000Z' },
};

describe('taking a move back', () => {
  it.each<[string, Claimed | undefined, object]>([
    ['leaves the plan with the side that serves', moving(), { do: 'write', item: back }],
    [
      'leaves it with the standby where the move was a way back',
      moving({ owner: 'primary' }),
      { do: 'write', item: { ...back, owner: 'standby' } },
    ],
    [
      'is done once',
      back,
      { do: 'nothing', why: expect.stringContaining(`already, at ${AT} by ann; the primary serves`) },
    ],
    [
      'is refused once the fence is up, with the way back',
      moving({ moving: 'fenced' }),
      {
        do: 'refuse',
        why: expect.stringMatching(/is fenced, .*until its fence is up.*`eks-fleet failback shop`/),
      },
    ],
    [
      'is refused of a way back whose fence is up',
      moving({ owner: 'primary', moving: 'serving' }),
      { do: 'refuse', why: expect.stringContaining('`eks-fleet failover shop --planned`') },
    ],
    [
      'is refused where nothing is under way',
      guard,
      { do: 'refuse', why: expect.stringContaining('no move is under way: the primary has the plan') },
    ],
    [
      'is refused of a plan that was never prepared',
      undefined,
      { do: 'refuse', why: expect.stringContaining('no item') },
    ],
  ])('%s', (_what, held, decision) => {
    expect(decideCancel(held, cancel)).toEqual(decision);
  });

  it('ends whatever the move still does', () => {
    const by = { epoch: 5, claimId: 'second' };
    expect(decideMove(back, by, 'fenced', AT)).toMatchObject({ do: 'refuse' });
    // Nor does a move go on with it that was decided on before.
    const late = {
      claimId: 'third',
      to: 'standby',
      epoch: 5,
      generation: 'g1',
      raisedAt: AT,
      at: AT,
    } as const;
    expect(decideClaim(back, late)).toMatchObject({ do: 'refuse' });
  });

  it('says to the move itself, and to no other, who has taken it back and why', () => {
    expect(takenBack(back, 'second')).toBe(`ann took the move back at ${AT}: a false alarm`);
    expect(takenBack(back, 'first')).toBeUndefined();
    expect(takenBack(moving(), 'second')).toBeUndefined();
    expect(takenBack(undefined, 'second')).toBeUndefined();
  });
});

describe('a plan whose move was taken back', () => {
  const failing = { standby: steady(LOST), witness: steady(LOST) };
  const decisionAfter = (sinceMovedSeconds: number, item = back) =>
    decideFailover(situation({ ...failing, guard: item, sinceMovedSeconds }));

  it('asks for as long as was said, however sure both observers are, and then moves by itself again', () => {
    expect(decisionAfter(10)).toEqual({
      is: 'ask',
      why: 'ann took its last move back (a false alarm), and it does not move by itself until 2026-12-02T11:00:00.000Z',
    });
    expect(decisionAfter(3599).is).toBe('ask');
    expect(decisionAfter(3600).is).toBe('failOver');
  });

  it('asks where nobody knows for how long that is', () => {
    expect(decideFailover(situation({ ...failing, guard: back })).is).toBe('ask');
  });

  it('moves where a person asks, and is held back no more', () => {
    const asked = {
      claimId: 'third',
      to: 'standby',
      epoch: 6,
      generation: 'g1',
      raisedAt: AT,
      at: AT,
    } as const;
    const taken = decideClaim(back, asked);
    expect(taken).toMatchObject({ do: 'write', item: { owner: 'standby', epoch: 7, moving: 'fencing' } });
    expect(taken).not.toHaveProperty('item.cancelled');
    expect(heldBack(guard, 0)).toBeUndefined();
  });
});
