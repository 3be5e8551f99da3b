import type { FoundStack } from '../ports/stacks.ts';
import { stackOutputs } from './stack.ts';

export type Tags = Readonly<Record<string, string>>;

/**
 * The scope in which a cluster's leftovers are looked for: by its tags anywhere, and in the VPC that our network
 * stack made.
 */
export interface Scope {
  readonly clusterName: string;
  /** Absent where the network was given: then only resources that carry the cluster's own tags are touched. */
  readonly ownVpcId?: string;
}

/**
 * Tags whose value is the cluster's name: of the load balancer controller (its documentation, "Tag resources"), of
 * the VPC CNI's interfaces, of EKS's own security group, and of EKS Auto Mode (EKS guide).
 */
const NAME_TAGS = [
  'elbv2.k8s.aws/cluster',
  'ingress.k8s.aws/cluster', // Its first version.
  'cluster.k8s.amazonaws.com/name',
  'aws:eks:cluster-name',
  'eks:eks-cluster-name',
];

/**
 * The tag key by which Kubernetes' cloud provider marks the resources that it makes; `shared` is the value on those
 * that it only uses.
 */
export const lifecycleTag = (clusterName: string): string => `kubernetes.io/cluster/${clusterName}`;

/** True where a resource's tags say that it was made for the cluster and is to go with it. */
export function isOwned(tags: Tags, clusterName: string): boolean {
  return tags[lifecycleTag(clusterName)] === 'owned' || NAME_TAGS.some((name) => tags[name] === clusterName);
}

/**
 * Tags that mark an instance as a node of some cluster: EKS's on an instance that has joined one (EKS guide, "Tagging
 * your resources for billing"), Auto Mode's, and Karpenter's, before and since 0.32. The role that terminates
 * instances names them. IAM cannot name the lifecycle tag, whose key is another one for each cluster.
 */
export const NODE_TAGS = [
  'aws:eks:cluster-name',
  'eks:eks-cluster-name',
  'karpenter.sh/nodepool',
  'karpenter.sh/provisioner-name',
];

/** The tag of everything that we make for a cluster, whose value is the cluster's name. */
export const CLUSTER_TAG = 'eks-fleet.dev/cluster';

/** True for one of the stacks that we made for the cluster. */
export const isStackOf = (clusterName: string, { tags }: { readonly tags: Tags }): boolean =>
  tags[CLUSTER_TAG] === clusterName;

/**
 * The scope of a look for leftovers, given the network's stack as far as there is one. A VPC is the cluster's own if
 * that stack made it.
 */
export function scopeOf(clusterName: string, networkStack: FoundStack | undefined): Scope {
  const isOurs = networkStack !== undefined && isStackOf(clusterName, networkStack);
  const ownVpcId = isOurs ? stackOutputs(networkStack).VPC : undefined;
  return { clusterName, ...(ownVpcId === undefined ? {} : { ownVpcId }) };
}

/** True where CloudFormation made it: then it goes with its stack, ours or not. */
const isOfStack = (tags: Tags): boolean => tags['aws:cloudformation:stack-id'] !== undefined;

/** True where it was made for the cluster, or stands in a VPC that goes with it, and belongs to no stack. */
export function isLeft(
  { vpcId, tags }: { readonly vpcId?: string; readonly tags: Tags },
  { clusterName, ownVpcId }: Scope,
): boolean {
  return !isOfStack(tags) && (isOwned(tags, clusterName) || (vpcId !== undefined && vpcId === ownVpcId));
}
