import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';

/**
 * Milliseconds by which plans of a higher priority are asked for before the next. Where many move at once, their calls are in the
 * buckets of EKS, EC2 and Lambda first.
 */
export const HEAD_START_MS = 500;

/** Those of one priority together, the highest first; within one, as they came. */
export function byPriority<T>(
  asked: readonly T[],
  planOf: (one: T) => Pick<FailoverPlan, 'priority'>,
): readonly (readonly T[])[] {
  const classes = Map.groupBy(asked, (one) => planOf(one).priority ?? FAILOVER_DEFAULTS.priority);
  return [...classes].sort(([one], [other]) => other - one).map(([, together]) => together);
}
