import type { Finding } from '../../../cluster-config/problem.ts';
import { isStrongOver, regionSetOf, regionSetsInWords } from '../../strong-consistency.ts';
import type { FleetRule } from '../rule.ts';
import { eachPlan, type PlacedPlan } from './each-plan.ts';

/** A plan has three regions, and Guard needs a majority of them. */
function threeRegions({ path, plan: { from, to, witness } }: PlacedPlan): readonly Finding[] {
  if (from.region === to.region) {
    const message =
      from.cluster === to.cluster
        ? `${to.cluster} would be its own standby`
        : 'the standby would be lost with the primary';
    return [
      { path: `${path}.to.region`, found: to.region, allowed: 'another region than from.region', message },
    ];
  }
  if (witness !== from.region && witness !== to.region) return [];
  const message = 'a vote needs three regions: from, to and the witness';
  return [{ path: `${path}.witness`, found: witness, allowed: 'a third region', message }];
}

/** The owner of a plan is written with strong consistency over its three regions, or two could own it. */
function guarded(
  { path, plan: { from, to, witness } }: PlacedPlan,
  known: readonly string[],
): readonly Finding[] {
  const all = [from.region, to.region, witness];
  const isTold = new Set(all).size < 3 || all.some((region) => !known.includes(region));
  if (isTold || isStrongOver(all)) return [];
  const message = `DynamoDB has no table with multi-Region strong consistency over ${all.join(', ')}: nothing could hold who owns the plan`;
  const set = regionSetOf(from.region);
  const inSet = set.filter((region) => region !== from.region);
  if (set.length === 0)
    return [{ path: `${path}.from.region`, found: from.region, allowed: regionSetsInWords, message }];
  if (!set.includes(to.region))
    return [{ path: `${path}.to.region`, found: to.region, allowed: inSet.join(', '), message }];
  const third = inSet.filter((region) => region !== to.region).join(', ');
  return [{ path: `${path}.witness`, found: witness, allowed: third, message }];
}

/** Regions of failover plans that are the same, the fleet's home, or that Guard cannot be in. */
export const failoverPlaces: FleetRule = (spec) =>
  eachPlan(spec).flatMap((placed) => {
    const { path, plan } = placed;
    const home = {
      path: `${path}.from.region`,
      found: plan.from.region,
      allowed: 'another region than spec.home',
      message: 'the fleet’s home would be lost with the primary',
      alternative: 'deploy the fleet with another home, such as the witness',
    };
    return [
      ...threeRegions(placed),
      ...guarded(placed, spec.regions),
      ...(plan.from.region === spec.home ? [home] : []),
    ];
  });
