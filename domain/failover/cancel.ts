import type { Claimed } from './claim.ts';
import { otherSide } from './standing-plans.ts';

/** A person's wish to take the move that is under way back. */
export interface Cancel {
  /** Tells the wish from any other: by it an answer that was lost is found again. */
  readonly claimId: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
  /** Seconds for which the plan does not move by itself after that. */
  readonly holdSeconds: number;
}

export type CancelDecision =
  | { readonly do: 'write'; readonly item: Claimed }
  | { readonly do: 'nothing' | 'refuse'; readonly why: string };

const refuse = (why: string): CancelDecision => ({ do: 'refuse', why });

/**
 * Decides on taking a move back, by the plan's item, which is then written where it is still as it was read. Until the fence is up
 * the side that was left serves on: it is the owner again, under an epoch of its own, by which whatever the move still does is
 * refused. Behind the fence it could not write any more, and the way back is a move of its own.
 */
export function decideCancel(held: Claimed | undefined, cancel: Cancel): CancelDecision {
  if (!held) return refuse('Guard has no item of the plan: nothing of it has ever moved');
  const { moving, cancelled, ...rest } = held;
  const { claimId, by, reason, at, holdSeconds } = cancel;
  if (!moving && cancelled)
    return {
      do: 'nothing',
      why: `the move was taken back already, at ${held.at} by ${cancelled.by}; the ${held.owner} serves`,
    };
  if (!moving) return refuse(`no move is under way: the ${held.owner} has the plan since ${held.at}`);
  if (moving !== 'fencing')
    return refuse(
      `the move to the ${held.owner} is ${moving}, and can be taken back until its fence is up: let it come to its end, then ${backCommand(held)}`,
    );
  const until = new Date(Date.parse(at) + holdSeconds * 1000).toISOString();
  return {
    do: 'write',
    item: {
      ...{ ...rest, claimId, at, owner: otherSide(held.owner), epoch: held.epoch + 1 },
      cancelled: { claimId: held.claimId, by, reason, until },
    },
  };
}

const backCommand = ({ plan, owner }: Claimed): string =>
  owner === 'standby'
    ? `\`eks-fleet failback ${plan}\` brings it back`
    : `\`eks-fleet failover ${plan} --planned\` brings it back`;

/** The reason why a claim is over, where a person has taken it back. */
export const takenBack = (held: Claimed | undefined, claimId: string): string | undefined =>
  held?.cancelled?.claimId === claimId
    ? `${held.cancelled.by} took the move back at ${held.at}: ${held.cancelled.reason}`
    : undefined;

/** The sentence by which a plan asks instead of moving, while its last move counts as taken back. */
export function heldBack(
  { at, cancelled }: Pick<Claimed, 'at' | 'cancelled'>,
  sinceMovedSeconds: number,
): string | undefined {
  if (!cancelled) return undefined;
  const now = Date.parse(at) + sinceMovedSeconds * 1000;
  return now < Date.parse(cancelled.until)
    ? `${cancelled.by} took its last move back (${cancelled.reason}), and it does not move by itself until ${cancelled.until}`
    : undefined;
}
