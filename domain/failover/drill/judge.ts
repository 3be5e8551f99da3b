import { durationMs } from '../../policy/durations.ts';
import type { FailoverPlan } from '../../policy/failover.ts';
import { expectedRto } from '../expected-rto.ts';
import { type MovePhase, type MoveTimes, phasesOf } from '../phases.ts';
import { type Drill, isSuperseded, isUnderWay } from './drill.ts';

/** The results of a drill: what it measured, and in what it fell short. */
export interface DrillResult {
  readonly phases?: readonly MovePhase[];
  readonly seconds?: number;
  readonly objectiveSeconds: number;
  readonly short: readonly string[];
}

/** Holds a drill against its plan. `times`: undefined where it failed before all was measured; `short`: what it fell short in so far. */
export function judgeDrill(
  plan: FailoverPlan,
  times: MoveTimes | undefined,
  short: readonly string[],
): DrillResult {
  const objectiveSeconds = durationMs(plan.rto) / 1000;
  if (!times) return { objectiveSeconds, short };
  const phases = phasesOf({ raisedAt: times.claimedAt }, times);
  const { seconds, isBeyond } = expectedRto(plan, phases);
  const late = `a failover would have taken ${seconds} s, and the plan says ${plan.rto}`;
  return { phases, seconds, objectiveSeconds, short: isBeyond ? [...short, late] : short };
}

/** A plan that was not drilled for so long is one that nobody knows to work. */
export const LONGEST_WITHOUT_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * Sentences about a plan's drills that people should know, and that keep no failover back. `since`: when it was kept; `epoch`: of
 * its item in Guard.
 */
export function drillWarnings(
  { drill: wished }: Pick<FailoverPlan, 'drill'>,
  last: Drill | undefined,
  since: string,
  at: string,
  epoch?: number,
): readonly string[] {
  if (wished === undefined) return [];
  const days = (from: string): number => Math.floor((Date.parse(at) - Date.parse(from)) / DAY_MS);
  if (!last)
    return days(since) >= LONGEST_WITHOUT_DAYS ? [`it was never drilled, and drills are ${wished}`] : [];
  return [
    ...(days(last.begunAt) > LONGEST_WITHOUT_DAYS
      ? [`its last drill was at ${last.begunAt}, more than ${LONGEST_WITHOUT_DAYS} days ago`]
      : []),
    ...(isUnderWay(last, at) || isSuperseded(last, epoch) ? [] : last.short).map(
      (one) => `its last drill fell short: ${one}`,
    ),
  ];
}
