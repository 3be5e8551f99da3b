import type { PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1.js';
import type { DisruptionBudget, Pod } from '../api/objects.ts';
import { DEPLOYMENTS, DISRUPTION_BUDGETS, PODS, STATEFUL_SETS } from '../api/resources.ts';
import { selects } from '../api/selectors.ts';
import { KubernetesError } from '../api/status.ts';
import type { ObjectStore } from '../api/store.ts';
import { deploymentOf, isReady, statefulSetOf } from './pods.ts';

const labelsOf = ({ metadata }: Pod): Readonly<Record<string, string>> => metadata.labels ?? {};

const podsOf = (store: ObjectStore, { metadata, spec }: DisruptionBudget): readonly Pod[] =>
  store.list(PODS, metadata.namespace).filter((pod) => selects(spec.selector ?? {}, labelsOf(pod)));

/** A percentage is of the pods that there should be, rounded up (Kubernetes, "Specifying a Disruption Budget"). */
const share = (value: string | number, of: number): number =>
  typeof value === 'string' && value.endsWith('%')
    ? Math.ceil((Number.parseInt(value, 10) * of) / 100)
    : Number(value);

/** The number of pods that there should be: the replicas of the controllers that the pods belong to. */
function expectedPods(store: ObjectStore, pods: readonly Pod[]): number {
  const owners = new Set<string>();
  let alone = 0;
  for (const pod of pods) {
    const [deployment, set] = [deploymentOf(pod), statefulSetOf(pod)];
    if (deployment !== undefined) owners.add(`Deployment ${pod.metadata.namespace}/${deployment}`);
    else if (set !== undefined) owners.add(`StatefulSet ${pod.metadata.namespace}/${set}`);
    else alone += 1;
  }
  const replicas = [...store.list(DEPLOYMENTS), ...store.list(STATEFUL_SETS)]
    .filter(({ kind, metadata }) => owners.has(`${kind} ${metadata.namespace}/${metadata.name}`))
    .reduce((sum, { spec }) => sum + spec.replicas, 0);
  return alone + replicas;
}

/** The arithmetic of the disruption controller. */
export function budgetStatus(store: ObjectStore, budget: DisruptionBudget): PodDisruptionBudgetStatus {
  const pods = podsOf(store, budget);
  const { minAvailable, maxUnavailable } = budget.spec;
  const isCounted = minAvailable !== undefined && !String(minAvailable).endsWith('%');
  const expected = isCounted ? pods.length : expectedPods(store, pods);
  const desiredHealthy =
    maxUnavailable === undefined
      ? share(minAvailable ?? 1, expected)
      : Math.max(0, expected - share(maxUnavailable, expected));
  const currentHealthy = pods.filter(isReady).length;
  const disruptionsAllowed = expected === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  return {
    observedGeneration: budget.metadata.generation,
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods: expected,
  };
}

/** A budget as the API shows it, with its status of now. */
export const withStatus = (store: ObjectStore, budget: DisruptionBudget): DisruptionBudget => ({
  ...budget,
  status: budgetStatus(store, budget),
});

/** Pods that run no more, or not yet, are evicted without asking budgets (API-initiated eviction). */
const isExempt = ({ status, metadata }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined || ['Pending', 'Succeeded', 'Failed'].includes(status.phase ?? '');

/**
 * Throws unless the budgets let the pod be evicted (Kubernetes, "API-initiated Eviction": 429 where a budget does not
 * allow it, 500 where several match).
 */
export function assertEvictable(store: ObjectStore, pod: Pod): void {
  if (isExempt(pod)) return;
  const budgets = store
    .list(DISRUPTION_BUDGETS, pod.metadata.namespace)
    .filter(({ spec }) => selects(spec.selector ?? {}, labelsOf(pod)));
  if (budgets.length > 1) {
    throw new KubernetesError(
      500,
      '',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  }
  const [budget] = budgets;
  if (!budget) return;
  const { disruptionsAllowed, currentHealthy, desiredHealthy } = budgetStatus(store, budget);
  const policy = budget.spec.unhealthyPodEvictionPolicy ?? 'IfHealthyBudget';
  const isSpared = policy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
  if (!isReady(pod) && isSpared) return;
  if (disruptionsAllowed > 0) return;
  const why = `The disruption budget ${budget.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  throw new KubernetesError(
    429,
    'TooManyRequests',
    "Cannot evict pod as it would violate the pod's disruption budget.",
    { causes: [{ reason: 'DisruptionBudget', message: why }] },
  );
}
