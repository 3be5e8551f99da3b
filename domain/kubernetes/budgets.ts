import type { ObservedDisruptionBudget, ObservedPod } from '../ports/kubernetes.ts';
import { selects } from './selects.ts';

type Budget = ObservedDisruptionBudget;

/** A budget without a selector is about no pod; one that is empty, about all of its namespace (policy/v1). */
const isAbout = ({ namespace, selector }: Budget, pod: ObservedPod): boolean =>
  namespace === pod.namespace && selector !== undefined && selects(selector, pod.labels);

export const budgetsOf = (pod: ObservedPod, budgets: readonly Budget[]): readonly Budget[] =>
  budgets.filter((budget) => isAbout(budget, pod));

/** Pods that run no more, or not yet, are evicted without a question (Kubernetes, "API-initiated Eviction"). */
const isExempt = ({ phase, isDeleting }: ObservedPod): boolean =>
  isDeleting || phase === 'Pending' || phase === 'Succeeded' || phase === 'Failed';

const named = ({ namespace, name }: Budget): string => `PodDisruptionBudget ${namespace}/${name}`;

/** The reason why a pod is not evicted. `isLasting`: not before a person does something about it. */
export interface Hold {
  readonly why: string;
  readonly isLasting: boolean;
}

/** The hold of its budgets on a pod, as the API would find it by now; undefined where they let it go. */
export function holdOn(pod: ObservedPod, budgets: readonly Budget[]): Hold | undefined {
  if (isExempt(pod)) return undefined;
  const [budget, ...others] = budgetsOf(pod, budgets);
  if (!budget) return undefined;
  // "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
  if (others.length > 0)
    return {
      why: `it has several budgets, with which no pod can be evicted: ${[budget, ...others].map(named).join(', ')}`,
      isLasting: true,
    };
  const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods } = budget;
  if (disruptionsAllowed > 0) return undefined;
  // A pod that is not ready itself costs nothing as long as the others are as many as they should be.
  if (!pod.ready && currentHealthy >= desiredHealthy && desiredHealthy > 0) return undefined;
  return {
    why: `${named(budget)} needs ${desiredHealthy} healthy pods and has ${currentHealthy}`,
    isLasting: currentHealthy >= expectedPods,
  };
}
