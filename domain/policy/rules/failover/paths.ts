import { pathProblems } from '../../../failover/path-of-plan.ts';
import type { FleetRule } from '../rule.ts';
import { eachPlan } from './each-plan.ts';

/** Plans whose path needs a region that may be lost with the primary. Of a region twice it has been told before. */
export const failoverPaths: FleetRule = (spec) =>
  eachPlan(spec)
    .filter(({ plan: { from, to, witness } }) => new Set([from.region, to.region, witness]).size === 3)
    .flatMap((placed) => pathProblems(placed, spec.home));
