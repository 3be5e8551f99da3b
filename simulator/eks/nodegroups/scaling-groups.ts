import type { Issue } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import type { NodegroupRecord } from '../records.ts';

/** One attempt of a group to start nodes. */
export interface LaunchAttempt {
  readonly at: Date;
  readonly count: number;
  /** EC2's refusal, in Auto Scaling's words; absent where the instances run. */
  readonly failure?: string;
}

/** The Auto Scaling group of a managed node group, as Auto Scaling shows it to whoever asks. */
export interface ManagedScalingGroup {
  readonly name: string;
  readonly sizes: { readonly minSize: number; readonly maxSize: number; readonly desiredSize: number };
  readonly subnetIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  /** Newest first. */
  readonly attempts: readonly LaunchAttempt[];
  /** Instances whose nodes are drained before they end. */
  readonly drainingIds: ReadonlySet<string>;
}

/** The most attempts that are kept; Auto Scaling keeps six weeks of them. */
const ATTEMPTS_KEPT = 100;
const attempts = new WeakMap<NodegroupRecord, LaunchAttempt[]>();

/**
 * Auto Scaling's words for a failed launch, which EKS's health (`issue`) repeats. Managed groups have a mixed
 * instances policy, so that Auto Scaling names what it could not launch, and EC2's code (observed in activities of
 * node groups: "Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested…"). Undefined for
 * instances that run but do not join: for Auto Scaling that is no failure.
 */
function failureOf({ code, message, resourceIds = [] }: Issue): string | undefined {
  if (code === 'InsufficientFreeAddresses')
    return `There are not enough free addresses in subnet '${resourceIds[0]}' to satisfy the requested number of instances. Launching EC2 instance failed.`;
  if (code === 'NodeCreationFailure') return undefined;
  return message;
}

/** Records a launch and its failure, for the activities of the group's Auto Scaling group. */
export function noteLaunch(
  account: EksAccount,
  record: NodegroupRecord,
  count: number,
  issue: Issue | undefined,
): void {
  const failure = issue && failureOf(issue);
  const attempt = { at: account.now(), count, ...(failure === undefined ? {} : { failure }) };
  attempts.set(record, [attempt, ...(attempts.get(record) ?? [])].slice(0, ATTEMPTS_KEPT));
}

const tagsMade = new WeakMap<NodegroupRecord, ManagedScalingGroup['tags']>();

/** Names do not change, so that each group's are made once. */
function tagsOf(record: NodegroupRecord, clusterName: string): ManagedScalingGroup['tags'] {
  const known = tagsMade.get(record);
  if (known) return known;
  const made = {
    'eks:cluster-name': clusterName,
    'eks:nodegroup-name': record.description.nodegroupName ?? '',
    'k8s.io/cluster-autoscaler/enabled': 'true',
    [`k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
    [`kubernetes.io/cluster/${clusterName}`]: 'owned',
  };
  tagsMade.set(record, made);
  return made;
}

/** The nodes that a group is to have: Auto Scaling's word, where somebody has changed it past EKS. */
export const desiredSizeOf = ({ description, autoScaling }: NodegroupRecord): number =>
  autoScaling.desiredSize ?? description.scalingConfig?.desiredSize ?? 0;

/** Whether a group is asked for. */
export type IsAsked = (name: string, tags: ManagedScalingGroup['tags']) => boolean;

/**
 * The Auto Scaling groups of an account's managed node groups that are asked for. EKS tags them for Cluster
 * Autoscaler's discovery, all of them (EKS user guide, "Managed node groups"), and with its own two and Kubernetes' tag.
 */
export function scalingGroups(account: EksAccount, isAsked: IsAsked): readonly ManagedScalingGroup[] {
  const found: ManagedScalingGroup[] = [];
  for (const cluster of account.clusters.values()) {
    for (const record of cluster.nodegroups.values()) {
      const { resources, scalingConfig, subnets = [], createdAt } = record.description;
      const name = resources?.autoScalingGroups?.[0]?.name ?? '';
      const tags = tagsOf(record, cluster.name);
      if (!isAsked(name, tags)) continue;
      const { minSize = 0, maxSize = 0 } = scalingConfig ?? {};
      const { surge } = record.autoScaling;
      found.push({
        name,
        sizes: { minSize, maxSize: maxSize + surge, desiredSize: desiredSizeOf(record) + surge },
        subnetIds: subnets,
        tags,
        createdAt: createdAt ?? account.now(),
        attempts: attempts.get(record) ?? [],
        drainingIds: record.drainingIds,
      });
    }
  }
  return found;
}
