import type { FailoverPlan } from '../../policy/failover.ts';
import { dnsName, recordsOf } from '../../policy/rules/failover/each-plan.ts';

/** A pair of records that a drill moves in the place of the plan's own. */
export interface ShadowPair {
  /** The name of both records. */
  readonly name: string;
  /** The record that it stands for: it is in the same zone. */
  readonly of: string;
}

/** The words of a plan's shadow pairs are those of a plan of this name, which no document can have: it is no DNS label. */
export const shadowOf = (plan: string): string => `${plan}.drill`;

/**
 * The shadow pairs of a plan that is drilled by its document; none of any other. The names are below those of the plan's own
 * records, so that one at the apex of a zone is in its zone, too, and they have the plan's name: no site of the user's is called so.
 */
export function shadowPairs(plan: FailoverPlan): readonly ShadowPair[] {
  if (plan.drill === undefined) return [];
  const pairs = recordsOf(plan).map((record): ShadowPair => {
    const of = dnsName(record).replace(/^\*\./, '');
    return { name: `drill-${plan.name}.${of}`, of };
  });
  return [...new Map(pairs.map((pair) => [pair.name, pair])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}
