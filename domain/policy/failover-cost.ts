import { KEPT_SLOTS } from '../failover/votes.ts';
import { failoverPrices, hoursPerMonth } from '../prices.ts';
import type { FailoverPlan } from './failover.ts';

/** The memory of an observer's function, in each region that has a vote. */
const OBSERVER_GIB = 0.25;
/** An observer begins each minute and ends ten seconds after the next one has begun, so that a slot is written twice. */
const LIVES_SECONDS = 70;
const SLOTS_PER_MINUTE = 7;
/** An execution: its start and its one task; the schedule's firing and the event. */
const TRANSITIONS = 2;
const EVENTS = 2;
const REPLICAS = 3;
/** A slot's own bytes, and those of each plan in it. */
const SLOT_BYTES = { itself: 250, plan: 25 } as const;
/** Bytes of DynamoDB's units: of a write, and of a strongly consistent read. */
const UNIT_BYTES = { write: 1024, read: 4096 } as const;
/** Slots that are read in each: some of the last ones, of this observer and of the other one. */
const READ_SLOTS = [2, 2] as const;
/** Checks of a pair of records: two of an endpoint, and the one that is calculated of them. */
const CHECKS = 3;
/** Options of an endpoint's check that are paid for: HTTPS, a string, ten seconds. */
const OPTIONS = 3;

/** The cost of the observer of a region a month, by the number of plans that it watches. */
function observerCost(plans: number): number {
  const minutes = hoursPerMonth * 60;
  const bytes = SLOT_BYTES.itself + plans * SLOT_BYTES.plan;
  const units = (size: number, of: keyof typeof UNIT_BYTES): number => Math.ceil(size / UNIT_BYTES[of]);
  const reads = READ_SLOTS.reduce((sum, slots) => sum + units(slots * bytes, 'read'), 0);
  // The first slot of an invocation reads both rings.
  const rings = 2 * units(KEPT_SLOTS * bytes, 'read');
  const perMinute =
    LIVES_SECONDS * OBSERVER_GIB * failoverPrices.lambdaPerGibSecond +
    (TRANSITIONS * failoverPrices.stateTransitionPerMillion +
      EVENTS * failoverPrices.eventPerMillion +
      SLOTS_PER_MINUTE * REPLICAS * units(bytes, 'write') * failoverPrices.dynamodbWritePerMillion +
      (SLOTS_PER_MINUTE * reads + rings) * failoverPrices.dynamodbReadPerMillion) /
      1e6;
  return minutes * perMinute;
}

/** The cost of failover plans a month, and the health checks that they have: drills have a pair of their own. */
export function failoverCost(plans: readonly FailoverPlan[]): {
  readonly usdPerMonth: number;
  readonly healthChecks: number;
} {
  const { healthCheckPerMonth, healthCheckOptionPerMonth } = failoverPrices;
  const watchers = plans.flatMap(({ to, witness }) => [to.region, witness]);
  const watched = [...new Set(watchers)].map((region) => watchers.filter((one) => one === region).length);
  const observers = watched.reduce((sum, count) => sum + observerCost(count), 0);
  const pairs = plans
    .filter(({ traffic }) => 'records' in traffic)
    .reduce((sum, { drill }) => sum + (drill ? 2 : 1), 0);
  const pair = CHECKS * healthCheckPerMonth + 2 * OPTIONS * healthCheckOptionPerMonth;
  return {
    usdPerMonth: Math.round(observers + pairs * pair),
    healthChecks: pairs * CHECKS,
  };
}
