import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';
import type { StoredFleet } from '../ports/fleets.ts';
import type { WatchedPlan } from './decide.ts';
import type { Signal } from './signals.ts';
import { standingPlans } from './standing-plans.ts';

/** A plan that a region's observer watches. */
export interface Watching {
  readonly fleet: string;
  readonly plan: FailoverPlan;
  readonly as: 'standby' | 'witness';
  /** The time at which the plan's document was kept, ISO 8601. */
  readonly keptAt: string;
  /** The region of the plan's other observer. */
  readonly other: string;
  /** All that is said of regions, as it was read last; none where nobody asked. */
  readonly signals?: readonly Signal[];
}

/** The plans that a region watches, as their standby's region or as their witness. */
export const watchedBy = (region: string, stored: readonly StoredFleet[]): readonly Watching[] =>
  standingPlans(stored).flatMap(({ fleet, plan, keptAt }): readonly Watching[] => {
    if (plan.to.region === region) return [{ fleet, plan, keptAt, as: 'standby', other: plan.witness }];
    if (plan.witness === region) return [{ fleet, plan, keptAt, as: 'witness', other: plan.to.region }];
    return [];
  });

/** The part of a plan that is decided on. Both kinds of fences work without the primary's region. */
export const watchedPlan = ({ name, mode, failingSeconds, fence }: FailoverPlan): WatchedPlan => ({
  name,
  mode: mode ?? FAILOVER_DEFAULTS.mode,
  failingSeconds: failingSeconds ?? FAILOVER_DEFAULTS.failingSeconds,
  fencesAlone: fence !== undefined,
});
