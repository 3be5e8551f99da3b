import type { FailoverPlan } from '../policy/failover.ts';
import type { StoredFleet } from '../ports/fleets.ts';
import type { Side } from './claim.ts';

/** A plan of a document that is kept, and whose it is. */
export interface StandingPlan {
  readonly fleet: string;
  readonly home: string;
  readonly plan: FailoverPlan;
  /** The time at which the document was kept as it is, ISO 8601. */
  readonly keptAt: string;
}

/** Every failover plan of the documents that are kept. */
export const standingPlans = (stored: readonly StoredFleet[]): readonly StandingPlan[] =>
  stored.flatMap(({ name: fleet, home, document, writtenAt: keptAt }) =>
    (document?.spec.failover ?? []).map((plan) => ({ fleet, home, plan, keptAt })),
  );

/** A plan by its name, which is unique over all documents. */
export const planNamed = (stored: readonly StoredFleet[], name: string): StandingPlan | undefined =>
  standingPlans(stored).find(({ plan }) => plan.name === name);

/** The cluster that a side of a plan is. */
export const sideOf = ({ from, to }: FailoverPlan, side: Side): FailoverPlan['from'] =>
  side === 'primary' ? from : to;

export const otherSide = (side: Side): Side => (side === 'primary' ? 'standby' : 'primary');
