import type { UpgradeFacts } from '../facts.ts';
import type { Hop } from '../hop.ts';
import type { UpgradePlan } from '../plan.ts';
import { formerOf, seenOf } from '../plan-of.ts';
import type { UpgradeRequest } from '../request.ts';
import { stepsBack } from '../steps.ts';

/** The plan of a way back: nodes, add-ons, control plane. */
export function planBack(
  request: UpgradeRequest,
  facts: UpgradeFacts,
  hop: Hop,
  findings: UpgradePlan['findings'],
): UpgradePlan {
  const reasons = ['it goes back already'];
  return {
    action: 'rollBack',
    from: facts.cluster.version,
    to: hop.to,
    hops: [hop],
    steps: stepsBack(hop.to, {
      nodes: hop.nodeGroups.length + hop.autoScalingGroups.length > 0,
      addons: hop.addons.length > 0,
    }),
    former: formerOf(facts),
    findings,
    rollback: { isPossible: false, reasons },
    ...seenOf(facts, request),
  };
}
