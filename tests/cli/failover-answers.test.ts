import { describe, expect, it } from '@jest/globals';
import { acceptCapacity } from '../../cli/failovers/accept.ts';
import { cancelMove } from '../../cli/failovers/cancel-move.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import type { Acceptance } from '../../domain/failover/shortage.ts';
import { guard as held } from '../domain/failover/fixtures.ts';

const given = { at: '2026-12-02T10:00:00.000Z', by: 'ann', reason: 'half will do' };
const moving: Claimed = { ...held, owner: 'standby', epoch: 5, moving: 'fenced' };

/** Guard of one plan; `epoch`: of the newest answer that it has when one is written. */
function guardWith(item: Claimed | undefined, epoch = 0) {
  const kept: Acceptance[] = [];
  return {
    kept,
    read: async () => item,
    acceptance: async () => kept.at(-1),
    accept: async (_plan: string, acceptance: Acceptance) => {
      if (acceptance.epoch < epoch) return 'newer' as const;
      kept.push(acceptance);
      return 'written' as const;
    },
  };
}

describe("a person's word on the capacity of a move", () => {
  it('is written about the move that is under way, and once', async () => {
    const guard = guardWith(moving);
    expect(await acceptCapacity(guard, 'shop', given)).toMatchObject({ do: 'done' });
    expect(guard.kept).toEqual([{ epoch: 5, ...given }]);
    expect(await acceptCapacity(guard, 'shop', given)).toMatchObject({
      do: 'nothing',
      why: expect.stringContaining('ann has said so'),
    });
    expect(guard.kept).toHaveLength(1);
  });

  it('is refused where nothing is under way, or the move was gone on with meanwhile', async () => {
    expect(await acceptCapacity(guardWith(held), 'shop', given)).toMatchObject({ do: 'refuse' });
    expect(await acceptCapacity(guardWith(moving, 6), 'shop', given)).toMatchObject({
      do: 'refuse',
      why: expect.stringContaining('another epoch'),
    });
  });
});

const fencing: Claimed = { ...moving, moving: 'fencing' };
const cancel = { claimId: 'back', holdSeconds: 3600, ...given };

/** Guard of one plan, to which another writes `meanwhile` before the first write of ours. */
function guardOf(item: Claimed, meanwhile?: Claimed) {
  let [kept, next] = [item, meanwhile];
  return {
    read: async () => kept,
    write: async (wanted: Claimed, held: Claimed | undefined) => {
      [kept, next] = [next ?? kept, undefined];
      if (held !== kept) return 'changed' as const;
      kept = wanted;
      return 'written' as const;
    },
  };
}

describe('taking a move back', () => {
  it('leaves the plan with its primary, and is done once', async () => {
    const guard = guardOf(fencing);
    expect(await cancelMove(guard, 'shop', cancel)).toMatchObject({ do: 'done' });
    expect(await guard.read()).toMatchObject({ owner: 'primary', epoch: 6 });
    // The same command whose answer was lost has done it; another one finds it done.
    expect(await cancelMove(guard, 'shop', cancel)).toMatchObject({ do: 'done' });
    expect(await cancelMove(guard, 'shop', { ...cancel, claimId: 'other' })).toMatchObject({ do: 'nothing' });
  });

  it('is refused where the fence comes up at the same moment', async () => {
    const guard = guardOf(fencing, { ...fencing, moving: 'fenced' });
    expect(await cancelMove(guard, 'shop', cancel)).toMatchObject({
      do: 'refuse',
      why: expect.stringContaining('failback'),
    });
    expect(await guard.read()).toMatchObject({ owner: 'standby', epoch: 5, moving: 'fenced' });
  });

  it('takes the move back that another has gone on with meanwhile', async () => {
    const guard = guardOf(fencing, { ...fencing, epoch: 6, claimId: 'third' });
    expect(await cancelMove(guard, 'shop', cancel)).toMatchObject({ do: 'done' });
    expect(await guard.read()).toMatchObject({ owner: 'primary', epoch: 7 });
  });
});
