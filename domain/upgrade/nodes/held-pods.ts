import { holdOn } from '../../kubernetes/budgets.ts';
import type { ObservedDisruptionBudget, ObservedPod } from '../../ports/kubernetes.ts';

/** As many as a reason names. */
const MOST_NAMED = 5;

/** The pods that budgets hold on nodes, and which budgets: EKS names the nodes alone. */
export function heldPods(
  pods: readonly ObservedPod[],
  budgets: readonly ObservedDisruptionBudget[],
): readonly string[] {
  const held = pods.flatMap((pod) => {
    const hold = holdOn(pod, budgets);
    return hold ? [`pod ${pod.namespace}/${pod.name} on ${pod.nodeName}: ${hold.why}`] : [];
  });
  const more = held.length - MOST_NAMED;
  return more > 0 ? [...held.slice(0, MOST_NAMED), `and ${more} more pods that are held`] : held;
}
