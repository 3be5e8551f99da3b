import type { ObservedUpdate } from '../../ports/eks.ts';
import type { UpgradeFacts } from '../facts.ts';
import type { Hop } from '../hop.ts';
import { minorBefore } from '../hops.ts';
import { replacedInstances } from '../nodes/own-groups.ts';

/** "Within seven days of an in-place upgrade" (EKS guide, "Roll back a cluster to a previous Kubernetes version"). */
const WINDOW_MS = 7 * 86_400_000;

/** The newest change of the version that has come to its end. */
const newestOf = (updates: readonly ObservedUpdate[]): ObservedUpdate | undefined =>
  updates.find(
    ({ type, status }) => (type === 'VersionUpdate' || type === 'VersionRollback') && status === 'Successful',
  );

/** A node takes about five minutes, one at a time by default (EKS guide, "Update a managed node group"). */
const FOR_NODE_MS = 5 * 60_000;
/** A self-managed node waits for its successor before it is drained. */
const FOR_OWN_NODE_MS = 10 * 60_000;
const FOR_ADDONS_MS = 10 * 60_000;

/** The time that nodes and add-ons take to go back, before EKS is asked for the control plane. */
export function timeBefore(
  { nodeGroups, autoScalingGroups, addons }: Hop,
  facts: UpgradeFacts,
  atOnce: number,
): number {
  const times = nodeGroups.map(({ name }) => {
    const group = facts.nodeGroups.find(({ nodegroupName }) => nodegroupName === name);
    const { desiredSize = 0 } = group?.scalingConfig ?? {};
    return Math.ceil(desiredSize / Math.max(1, group?.updateConfig?.maxUnavailable ?? 1)) * FOR_NODE_MS;
  });
  // The first goes alone, and then so many side by side.
  const [first = 0, ...others] = times;
  const sum = others.reduce((total, one) => total + one, 0);
  const own = replacedInstances(facts.ownGroups, autoScalingGroups).size * FOR_OWN_NODE_MS;
  return first + Math.max(sum / atOnce, ...others, 0) + own + (addons.length > 0 ? FOR_ADDONS_MS : 0);
}

/**
 * Whether EKS's window is open, by the updates that it tells of; until when, or why not. It begins with the end of the
 * upgrade, of which EKS shows the beginning alone.
 */
export function windowOf({
  cluster,
  updates,
  at,
  minors,
}: Pick<UpgradeFacts, 'cluster' | 'updates' | 'at' | 'minors'>):
  | { readonly until: string }
  | { readonly closed: string } {
  const newest = newestOf(updates);
  const former = minorBefore(cluster.version);
  if (newest?.type !== 'VersionUpdate' || newest.params.Version !== cluster.version)
    return {
      closed:
        newest?.type === 'VersionRollback'
          ? `the cluster was rolled back to ${cluster.version} already`
          : `the cluster was made at ${cluster.version}, or its upgrade is older than EKS remembers`,
    };
  const until = Date.parse(newest.createdAt) + WINDOW_MS;
  if (until <= Date.parse(at))
    return {
      closed: `the upgrade to ${cluster.version} was begun at ${newest.createdAt}, seven days ago or more`,
    };
  const support = minors.find(({ version }) => version === former)?.support ?? 'none';
  if (support === 'none') return { closed: `EKS does not support ${former} any more` };
  return { until: new Date(until).toISOString() };
}
