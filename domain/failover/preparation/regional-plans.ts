import type { StoredFleet } from '../../ports/fleets.ts';
import { type StandingPlan, standingPlans } from '../standing-plans.ts';

/** The plans that a region has a part in. */
export interface RegionalPlans {
  /** Its standby is here: what the plan needs is made here. */
  readonly standby: readonly StandingPlan[];
  /** Here is an observer and one of both words. */
  readonly witness: readonly StandingPlan[];
}

export function regionalPlans(stored: readonly StoredFleet[], region: string): RegionalPlans {
  const all = standingPlans(stored);
  return {
    standby: all.filter(({ plan }) => plan.to.region === region),
    witness: all.filter(({ plan }) => plan.witness === region),
  };
}

/** True of a plan whose traffic words move, and not a hook of the user's. */
export const hasWords = ({ plan }: Pick<StandingPlan, 'plan'>): boolean => 'records' in plan.traffic;
