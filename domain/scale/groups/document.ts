import {
  type AnyNodeGroup,
  allNodeGroups,
  type ClusterConfig,
  isWindows,
} from '../../cluster-config/config.ts';
import { nodeLabels } from '../../contents/node-group/user-data/node.ts';
import type { ScalableGroup } from './group.ts';
import type { Sizes } from './sizes.ts';

export const managedKey = (name: string): string => `nodeGroup/${name}`;
export const selfManagedKey = (name: string): string => `autoScalingGroup/${name}`;

const sizesOf = ({ minSize, desiredCapacity, maxSize }: AnyNodeGroup): Sizes => ({
  minSize,
  desiredSize: desiredCapacity,
  maxSize,
});

/** The sizes of groups in a document, by the group's key. */
export function documentSizes(config: ClusterConfig): ReadonlyMap<string, Sizes> {
  return new Map([
    ...config.managedNodeGroups.map((group) => [managedKey(group.name), sizesOf(group)] as const),
    ...config.nodeGroups.map((group) => [selfManagedKey(group.name), sizesOf(group)] as const),
  ]);
}

/** A self-managed group with the members that only the document knows: its nodes' labels and system. */
export function asWritten(group: ScalableGroup, config: ClusterConfig): ScalableGroup {
  const written =
    group.kind === 'selfManaged' ? config.nodeGroups.find(({ name }) => name === group.name) : undefined;
  return written ? { ...group, labels: nodeLabels(config, written), isWindows: isWindows(written) } : group;
}

const AUTOSCALER_TAG = 'k8s.io/cluster-autoscaler/enabled';

/**
 * True where an autoscaler owns the number of a group's nodes. On a self-managed group Cluster Autoscaler's tag says
 * so. EKS gives that tag to the Auto Scaling groups of all its managed groups, whether an autoscaler runs or not (EKS
 * user guide, "Managed node groups"): for those it counts only where somebody put it on the node group itself. The
 * document says so as well, where it grants an autoscaler the permissions that it needs.
 */
export function isAutoscaled(group: ScalableGroup, config: ClusterConfig): boolean {
  if (AUTOSCALER_TAG in group.tags && group.tags[AUTOSCALER_TAG] !== 'false') return true;
  const written = allNodeGroups(config).find(({ name }) => name === group.name);
  if (written?.iam?.withAddonPolicies?.autoScaler) return true;
  const { serviceAccounts = [], podIdentityAssociations = [] } = config.iam ?? {};
  return [...serviceAccounts, ...podIdentityAssociations].some(
    ({ wellKnownPolicies }) => wellKnownPolicies?.autoScaler === true,
  );
}
