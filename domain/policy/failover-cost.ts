import { failoverPrices, hoursPerMonth } from '../prices.ts';
import type { FailoverPlan } from './failover.ts';

/** Memory with which an observer runs all the time, in each region that has a vote. */
const OBSERVER_GIB = 0.25;
const SLOTS_PER_MONTH = (hoursPerMonth * 3600) / 10;
const REPLICAS = 3;
/** Checks of a pair of records: two of an endpoint, and the one that is calculated of them. */
const CHECKS = 3;
/** Options of an endpoint's check that are paid for: HTTPS, a string, ten seconds. */
const OPTIONS = 3;

/** The cost of failover plans a month, and the health checks that they have: drills have a pair of their own. */
export function failoverCost(plans: readonly FailoverPlan[]): {
  readonly usdPerMonth: number;
  readonly healthChecks: number;
} {
  const { lambdaPerGibSecond, dynamodbWritePerMillion, healthCheckPerMonth, healthCheckOptionPerMonth } =
    failoverPrices;
  const observers = new Set(plans.flatMap(({ to, witness }) => [to.region, witness])).size;
  const observer = OBSERVER_GIB * hoursPerMonth * 3600 * lambdaPerGibSecond;
  const slots = (SLOTS_PER_MONTH * REPLICAS * dynamodbWritePerMillion) / 1e6;
  const pairs = plans
    .filter(({ traffic }) => 'records' in traffic)
    .reduce((sum, { drill }) => sum + (drill ? 2 : 1), 0);
  const pair = CHECKS * healthCheckPerMonth + 2 * OPTIONS * healthCheckOptionPerMonth;
  return {
    usdPerMonth: Math.round(observers * (observer + slots) + pairs * pair),
    healthChecks: pairs * CHECKS,
  };
}
