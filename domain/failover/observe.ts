import type { Claimed } from './claim.ts';
import { type Decision, decideFailover, type Situation } from './decide.ts';
import { decideSilence } from './hearing.ts';
import { type Memory, observersOf } from './memory.ts';
import { saidOf } from './signals.ts';
import { newestOf, SILENT_AFTER_SECONDS } from './votes.ts';
import { type Watching, watchedPlan } from './watching.ts';

/** A plan's item where none was written yet: the primary serves. */
export const NEVER_MOVED: Omit<Claimed, 'plan'> = {
  owner: 'primary',
  epoch: 0,
  generation: '',
  claimId: '',
  at: '',
};

/** The part of a situation that is read only where the votes call for it. */
export type Known = Pick<
  Situation,
  'guard' | 'unready' | 'sinceMovedSeconds' | 'lag' | 'pausedBy' | 'isAtWork'
>;

/** The words on a plan's region, as the decider takes it. */
function saidOn({ plan, signals = [] }: Watching, at: number): Pick<Situation, 'zones' | 'said'> {
  const { zones, region } = saidOf(signals, plan.from.region, at);
  return { ...(zones.length > 0 ? { zones } : {}), ...(region ? { said: region } : {}) };
}

/** The decision of the standby's observer about a plan, by what it knows. */
export const decideAsStandby = (memory: Memory, watching: Watching, known: Known, at: number): Decision =>
  decideFailover({
    plan: watchedPlan(watching.plan),
    ...observersOf(memory, watching.other, at),
    ...saidOn(watching, at),
    ...known,
  });

/**
 * The decision by votes alone, as if the primary owned the plan and the standby were ready: where it is quiet, nobody has to read
 * Guard's item, of hundreds of plans in each slot.
 */
export const decideByVotes = (memory: Memory, watching: Watching, at: number): Decision =>
  decideAsStandby(memory, watching, { guard: { plan: watching.plan.name, ...NEVER_MOVED }, unready: [] }, at);

/** True of a decision after which something is asked for or told. */
export const isOfMoment = (decision: Decision): boolean =>
  decision.is === 'hold' ? decision.page : decision.is !== 'quiet';

/** The decision of the witness's observer: whether the standby's is there. */
export function decideAsWitness({ others }: Memory, { plan, other }: Watching, at: number): Decision {
  const hearing = others[other]?.hearing;
  return hearing ? decideSilence(hearing, plan.to.region, at) : { is: 'quiet' };
}

/**
 * Others whose slot of this sequence is still to come and is wanted now: the primary fails here, and they write theirs within the
 * same seconds. Who waits for it decides a slot earlier.
 */
export function wantedOf(
  { own, others }: Memory,
  watched: readonly Watching[],
  sequence: number,
  at: number,
): readonly string[] {
  const now = newestOf(own);
  const wanted = watched.filter(({ as, plan, other }) => {
    const { slots = [], hearing } = others[other] ?? {};
    const isThere = slots.length > 0 && hearing && at - hearing.roseAt < SILENT_AFTER_SECONDS * 1000;
    const fails = as === 'standby' && now?.plans[plan.name]?.primary === 'fails';
    return fails && isThere && (newestOf(slots)?.sequence ?? 0) < sequence;
  });
  return [...new Set(wanted.map(({ other }) => other))];
}
