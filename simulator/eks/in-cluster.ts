import type { Insight } from '@aws-sdk/client-eks';
import type { KubernetesCluster } from '../kubernetes/cluster.ts';
import type { NodeFacts } from '../kubernetes/controllers/nodes.ts';
import { type Manifest, plant } from '../kubernetes/plants.ts';
import type { EksAccount } from './account.ts';
import { leaveKubernetes } from './in-kubernetes.ts';
import { resizeScalingGroup } from './nodegroups/resize.ts';
import { type IsAsked, type ManagedScalingGroup, scalingGroups } from './nodegroups/scaling-groups.ts';
import { reachesApi } from './nodes.ts';
import type { DeprecatedCall } from './records.ts';
import type { EksDecision } from './settings.ts';

/**
 * Changes inside a cluster that EKS sees and that its own API does not cause. They come from scenarios and from
 * services that run instances for users (Auto Scaling).
 */
export interface InCluster {
  /** EKS's answers where its sources conflict, for a scenario that sets them. */
  readonly decisions: Record<EksDecision, boolean>;
  /**
   * Sets how many Ready nodes a group has that EKS does not manage: self-managed, hybrid, Karpenter's. Add-ons can
   * run on them. Whether they may join, the caller asks of `mayJoin`.
   */
  setOtherNodes(clusterName: string, group: string, count: number, spanId?: string): void;
  hasCluster(clusterName: string): boolean;
  /** The Kubernetes minor of the cluster. */
  version(clusterName: string): string;
  /** The Auto Scaling groups of managed node groups, of those that are asked for. */
  scalingGroups(isAsked: IsAsked): readonly ManagedScalingGroup[];
  /** Somebody gives the Auto Scaling group of a managed node group another desired capacity, within its bounds. */
  resizeScalingGroup(name: string, desiredCapacity: number): void;
  /** Whether kubelets with this role are let in: the cluster is there, and an access entry or aws-auth says so. */
  mayJoin(clusterName: string, roleArn: string): boolean;
  /** Whether an instance's requests reach the API server. */
  reachesApi(clusterName: string, instanceId: string): boolean;
  /** A disruption budget keeps (or no longer keeps) pods of a managed node group from eviction. */
  setEvictable(clusterName: string, nodegroupName: string, isEvictable: boolean): void;
  /** Someone edited fields of an add-on's software, for example `ConfigMap coredns - .data.Corefile`. */
  editAddon(clusterName: string, addonName: string, fields: readonly string[]): void;
  /** The cluster's inside, for those who look past its API. */
  kubernetes(clusterName: string): KubernetesCluster;
  /** Puts workloads of users into the cluster; with `selfHeals`, a GitOps tool restores them after a change. */
  plant(
    clusterName: string,
    manifests: readonly Manifest[],
    options?: { readonly selfHeals?: boolean },
  ): void;
  /** A kubelet that EKS does not manage has registered; `loseNode` when its instance ends. */
  joinNode(clusterName: string, node: NodeFacts): void;
  loseNode(instanceId: string): void;
  /** Whether an instance is a node of a managed node group. */
  managesNode(instanceId: string): boolean;
  /** A client begins to call an API that a version will no longer serve, and goes on until `stopDeprecated`. */
  callDeprecated(clusterName: string, call: Omit<DeprecatedCall, 'since' | 'until'>): void;
  stopDeprecated(clusterName: string, userAgent: string): void;
  /** Puts a finding in place, or takes it away by giving the id alone. */
  setInsight(clusterName: string, insight: Insight & { readonly id: string }): void;
}

export function inCluster(account: EksAccount, joins: InCluster['mayJoin']): InCluster {
  return {
    decisions: account.decisions,
    mayJoin: joins,
    reachesApi: (clusterName, instanceId) => {
      const cluster = account.clusters.get(clusterName);
      return cluster !== undefined && reachesApi(account, cluster, instanceId);
    },
    hasCluster: (clusterName) => account.clusters.has(clusterName),
    version: (clusterName) => account.cluster(clusterName).description.version ?? '',
    scalingGroups: (isAsked) => scalingGroups(account, isAsked),
    resizeScalingGroup: (name, desiredCapacity) => resizeScalingGroup(account, name, desiredCapacity),
    setOtherNodes: (clusterName, group, count, spanId) => {
      const cluster = account.cluster(clusterName);
      cluster.otherNodes.set(group, { count, spanId });
      account.changed(cluster);
    },
    setEvictable: (clusterName, nodegroupName, isEvictable) => {
      const cluster = account.cluster(clusterName);
      if (isEvictable) cluster.unevictable.delete(nodegroupName);
      else cluster.unevictable.add(nodegroupName);
      account.changed(cluster);
    },
    kubernetes: (clusterName) => account.cluster(clusterName).kubernetes,
    plant: (clusterName, manifests, options) =>
      plant(account.cluster(clusterName).kubernetes, manifests, options),
    joinNode: (clusterName, node) => {
      const cluster = account.cluster(clusterName);
      account.clusterOfInstance.set(node.instanceId, cluster);
      cluster.kubernetes.nodes.join(node);
    },
    managesNode: (instanceId) =>
      [...(account.clusterOfInstance.get(instanceId)?.nodegroups.values() ?? [])].some(({ nodes }) =>
        nodes.some((node) => node.instanceId === instanceId),
      ),
    loseNode: (instanceId) => leaveKubernetes(account, [instanceId]),
    editAddon: (clusterName, addonName, fields) => {
      account.cluster(clusterName).editedFields.set(addonName, fields);
    },
    callDeprecated: (clusterName, call) => {
      account.cluster(clusterName).deprecatedCalls.push({ ...call, since: account.region.kernel.now() });
    },
    stopDeprecated: (clusterName, userAgent) => {
      const calls = account.cluster(clusterName).deprecatedCalls;
      const until = account.region.kernel.now();
      for (const [index, call] of calls.entries()) {
        if (call.userAgent === userAgent && call.until === undefined) calls[index] = { ...call, until };
      }
    },
    setInsight: (clusterName, insight) => {
      const { insights } = account.cluster(clusterName);
      if (insight.insightStatus) insights.set(insight.id, { ...insight });
      else insights.delete(insight.id);
    },
  };
}
