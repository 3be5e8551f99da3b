import { durationMs } from '../policy/durations.ts';
import type { FailoverPlan } from '../policy/failover.ts';
import { type Part, secondsOf, shortestRto } from '../policy/shortest-rto.ts';
import type { MovePhase } from './phases.ts';

/** The time in which a plan is expected to serve again, and what that is known by. */
export interface ExpectedRto {
  readonly seconds: number;
  /** `recorded`: the phases of the last move; `bound`: nothing has moved yet, and it takes this at the least. */
  readonly by: 'recorded' | 'bound';
  readonly isBeyond: boolean;
}

/** Parts of the bound that a move does not record: the failing slots before the question, and clients that have an old answer. */
const UNRECORDED = /slots that fail|TTL/;

/** The expected time of the next failover of a plan. `last`: the phases of its last move, where there was one. */
export function expectedRto(plan: FailoverPlan, last: readonly MovePhase[] | undefined): ExpectedRto {
  const bound = shortestRto(plan);
  const outside: readonly Part[] = bound.filter(({ what }) => UNRECORDED.test(what));
  const recorded = last?.reduce((sum, { seconds }) => sum + seconds, 0);
  const seconds = Math.ceil(recorded === undefined ? secondsOf(bound) : secondsOf(outside) + recorded);
  return {
    seconds,
    by: recorded === undefined ? 'bound' : 'recorded',
    isBeyond: seconds * 1000 > durationMs(plan.rto),
  };
}
