import type { Addon, ClusterConfig, ManagedNodeGroup, NodeGroup } from './config.ts';
import { isAutoMode } from './config.ts';
import type { ClusterConfigDocument } from './schema/cluster-config.ts';

/** eksctl's own (pkg/apis/eksctl.io/v1alpha5/defaults.go and types.go). */
export const defaultNodeCount = 2;
export const defaultInstanceType = 'm5.large';
export const defaultVolumeSizeGiB = 80;
export const defaultVpcCidr = '192.168.0.0/16';

/** The add-ons that eksctl installs where a document names none, in its order. */
const defaultAddons = ['metrics-server', 'vpc-cni', 'kube-proxy', 'coredns'];

interface Sizes {
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly desiredCapacity?: number | undefined;
}

/** eksctl: the minimum is the desired size, else 2; the maximum the desired, else the minimum; desired the minimum. */
function sizesOf(group: Sizes, smallestMaximum: number) {
  const minSize = group.minSize ?? group.desiredCapacity ?? defaultNodeCount;
  const maxSize = group.maxSize ?? Math.max(group.desiredCapacity ?? minSize, minSize, smallestMaximum);
  return { minSize, maxSize, desiredCapacity: group.desiredCapacity ?? minSize };
}

type WrittenManaged = NonNullable<ClusterConfigDocument['managedNodeGroups']>[number];
type WrittenSelfManaged = NonNullable<ClusterConfigDocument['nodeGroups']>[number];

function completeManaged(group: WrittenManaged): ManagedNodeGroup {
  // EKS wants a maximum of at least 1 even for a group that begins with no node.
  return { ...group, ...sizesOf(group, 1), amiFamily: group.amiFamily ?? 'AmazonLinux2023' };
}

function completeSelfManaged(group: WrittenSelfManaged): NodeGroup {
  return { ...group, ...sizesOf(group, 0), amiFamily: group.amiFamily ?? 'AmazonLinux2023' };
}

/** In Auto Mode EKS itself runs networking, DNS and proxy on its nodes, so that only metrics-server is left. */
function completeAddons(document: ClusterConfigDocument): Addon[] {
  const written = document.addons ?? [];
  const names = new Set(written.map(({ name }) => name.toLowerCase()));
  const wanted = document.addonsConfig?.disableDefaultAddons ? [] : defaultAddons;
  const missing = wanted
    .filter((name) => !names.has(name))
    .filter((name) => name === 'metrics-server' || !isAutoMode(document));
  const needsAgent =
    !isAutoMode(document) &&
    !names.has('eks-pod-identity-agent') &&
    ((document.iam?.podIdentityAssociations?.length ?? 0) > 0 ||
      document.addonsConfig?.autoApplyPodIdentityAssociations === true ||
      written.some((addon) => addon.podIdentityAssociations || addon.useDefaultPodIdentityAssociations));
  const agent = needsAgent ? ['eks-pod-identity-agent'] : [];
  return [...written, ...[...missing, ...agent].map((name) => ({ name }))];
}

/** Fills in eksctl's defaults. A document that is complete stays as it is. */
export function complete(document: ClusterConfigDocument): ClusterConfig {
  return {
    ...document,
    managedNodeGroups: (document.managedNodeGroups ?? []).map(completeManaged),
    nodeGroups: (document.nodeGroups ?? []).map(completeSelfManaged),
    addons: completeAddons(document),
  };
}
