import type { Claimed } from '../claim.ts';
import { sidesIn } from '../names.ts';

export type EntryDecision =
  | { readonly do: 'nothing' }
  | { readonly do: 'write'; readonly item: Claimed }
  | { readonly do: 'refuse'; readonly why: string };

/**
 * Decides what Guard keeps of a plan that nobody moves. A plan that is new begins with its primary; one that was edited keeps
 * its owner under a new epoch, so that moves that were decided on before come too late. While a move is under way it is left as
 * it is. Where a standby owns a plan whose sides are others now, nobody could say which of them serves.
 */
export function decideEntry(
  held: Claimed | undefined,
  { plan, generation, at }: Pick<Claimed, 'plan' | 'generation' | 'at'>,
): EntryDecision {
  if (held?.generation === generation || held?.moving) return { do: 'nothing' };
  const epoch = (held?.epoch ?? 0) + 1;
  const isOfOthers = held !== undefined && sidesIn(held.generation) !== sidesIn(generation);
  if (held?.owner === 'standby' && isOfOthers)
    return {
      do: 'refuse',
      why: 'its standby serves, and it has other sides now: move it back first, or give the new plan another name',
    };
  const item: Claimed = {
    ...{ plan, generation, at, epoch },
    owner: held?.owner ?? 'primary',
    claimId: `prepared-${epoch}-${generation}`,
    // Who has taken a move back has not been asked about the edit.
    ...(held?.cancelled ? { cancelled: held.cancelled } : {}),
  };
  return { do: 'write', item };
}
