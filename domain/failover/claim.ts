/** The side that serves. */
export type Side = 'primary' | 'standby';

/** Steps of a move. Each is written to Guard before it is begun, with the epoch of who does it. */
export const MOVES = ['fencing', 'fenced', 'serving'] as const;
export type Move = (typeof MOVES)[number];

/** The item of a plan in Guard: who owns it, and what is being done. */
export interface Claimed {
  readonly plan: string;
  readonly owner: Side;
  /** Rises with each claim, and never falls: what is older is refused. */
  readonly epoch: number;
  /** Of the Fleet document's plan as it was when the item was written: another one is another plan. */
  readonly generation: string;
  /** The last claim: by it an answer that was lost is found again. */
  readonly claimId: string;
  /** ISO 8601. */
  readonly at: string;
  /** Undefined: nothing is under way. */
  readonly moving?: Move;
  /** The last move, where a person has taken it back; the next claim leaves it out. */
  readonly cancelled?: Cancellation;
}

/** A move that a person has taken back. */
export interface Cancellation {
  /** The claim that was taken back. */
  readonly claimId: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601: until then the plan asks, and does not move by itself. */
  readonly until: string;
}

/** A wish to move a plan. */
export interface Claim {
  readonly claimId: string;
  readonly to: Side;
  /** The epoch that the claimant decided on. */
  readonly epoch: number;
  readonly generation: string;
  /** The time at which the question was raised, ISO 8601: one that comes late has been answered by others. */
  readonly raisedAt: string;
  readonly at: string;
}

/** A claim that is older than this when it arrives is of another day: it is refused, and whoever needs it raises it again. */
export const CLAIM_SECONDS = 120;

export type ClaimDecision =
  | { readonly do: 'write'; readonly item: Claimed }
  | { readonly do: 'nothing'; readonly item: Claimed }
  | { readonly do: 'refuse'; readonly why: string };

const refuse = (why: string): ClaimDecision => ({ do: 'refuse', why });

/**
 * Decides on a claim by the plan's item, which is then written where epoch and claim id are still as they were read. The
 * same claim again, as after an answer that was lost, finds its item. A late event, a second decider, and a way back that
 * races a way forth each find an epoch that is not theirs.
 */
export function decideClaim(held: Claimed, claim: Claim): ClaimDecision {
  if (held.claimId === claim.claimId) return { do: 'nothing', item: held };
  const ageSeconds = (Date.parse(claim.at) - Date.parse(claim.raisedAt)) / 1000;
  if (!(ageSeconds >= 0 && ageSeconds <= CLAIM_SECONDS))
    return refuse(`it was raised ${Math.round(ageSeconds)} s ago, allowed 0 to ${CLAIM_SECONDS} s`);
  if (held.epoch !== claim.epoch)
    return refuse(`found epoch ${held.epoch}, and it was decided on ${claim.epoch}`);
  if (held.generation !== claim.generation)
    return refuse('the plan of the Fleet document is another one since');
  // The claimant has the lease of the cluster that is to serve, for this plan, so nobody carries out a former move to it any more: it is
  // gone on with where it stands.
  if (held.moving && held.owner === claim.to) return take(held, claim, held.moving);
  if (held.moving) return refuse(`claim ${held.claimId} is under way since ${held.at}: ${held.moving}`);
  if (held.owner === claim.to) return refuse(`the ${held.owner} owns the plan already`);
  return take(held, claim, 'fencing');
}

const take = (
  { plan, epoch }: Claimed,
  { to: owner, generation, claimId, at }: Claim,
  moving: Move,
): ClaimDecision => ({
  do: 'write',
  item: { plan, owner, epoch: epoch + 1, generation, claimId, at, moving },
});

/** The next step of a move, by who owns it: of any other epoch or claim nothing is done. */
export function decideMove(
  held: Claimed,
  by: Pick<Claimed, 'epoch' | 'claimId'>,
  next: Move | 'done',
  at: string,
): ClaimDecision {
  if (held.epoch !== by.epoch || held.claimId !== by.claimId)
    return refuse(`claim ${held.claimId} of epoch ${held.epoch} has it since ${held.at}`);
  const { moving, ...rest } = held;
  const reached = moving === undefined ? MOVES.length : MOVES.indexOf(moving);
  const wanted = next === 'done' ? MOVES.length : MOVES.indexOf(next);
  // One that was gone on with stands where the former left it, and does its first steps once more.
  if (wanted <= reached) return { do: 'nothing', item: held };
  if (wanted !== reached + 1) return refuse(`found ${moving ?? 'done'}, and ${next} does not come after it`);
  return { do: 'write', item: next === 'done' ? { ...rest, at } : { ...rest, at, moving: next } };
}
