import type { FailoverPlan } from '../../policy/failover.ts';
import type { ObservedController } from '../../ports/kubernetes.ts';
import type { ScalableGroup } from '../../scale/groups/group.ts';
import type { RecordedSizes } from '../sizes.ts';

/** Namespaces of the cluster's own parts: add-ons bring their own replicas. */
const SYSTEM = /^kube-/;

/** True where a workload's own labels, and its namespace, are all as a plan selects. */
export function isMoved(
  { namespace, labels }: Pick<ObservedController, 'namespace' | 'labels'>,
  { move }: Pick<FailoverPlan, 'move'>,
): boolean {
  if (!move) return !SYSTEM.test(namespace);
  return Object.entries(move.select).every(
    ([key, value]) => (key === 'namespace' ? namespace : labels[key]) === value,
  );
}

/**
 * The sizes of a primary that are to be had on the standby: nodes of all groups where all of a cluster moves, and replicas of the
 * Deployments that move.
 */
export const sizesSeen = (
  plan: Pick<FailoverPlan, 'move'>,
  at: string,
  groups: readonly ScalableGroup[],
  controllers: readonly ObservedController[],
): RecordedSizes => ({
  at,
  nodeGroups: Object.fromEntries(groups.map(({ name, sizes }) => [name, sizes.desiredSize])),
  replicas: Object.fromEntries(
    controllers
      .filter((one) => one.kind === 'Deployment' && isMoved(one, plan))
      .map(({ namespace, name, wanted }) => [`${namespace}/${name}`, wanted]),
  ),
});
