import type { KubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import type { DescribedCluster, EksPort } from '../../domain/ports/eks.ts';
import type { KubernetesApi, KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { ProvisionedNodesPort } from '../../domain/ports/provisioned-nodes.ts';
import type { ScalableGroup } from '../../domain/scale/groups/group.ts';
import { decideGroupSize } from '../../domain/scale/groups/group-change.ts';
import {
  type InsideAtPlanning,
  isReached,
  type SeenInside,
  type SeenProvisioning,
} from '../../domain/scale/inside/inside.ts';
import { provisioningFromOutside } from '../../domain/scale/inside/outside.ts';
import { HOLD_LABEL } from '../../domain/scale/inside/stop-provisioning.ts';
import { unlessUnreached } from '../../domain/scale/inside/unless-unreached.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';

export interface InsidePorts {
  readonly eks: EksPort;
  readonly kubernetes: KubernetesPort;
  readonly provisionedNodes: ProvisionedNodesPort;
}

async function insideOf(api: KubernetesApi, kubernetes: KubernetesPort): Promise<InsideAtPlanning> {
  const labelSelector = `${HOLD_LABEL},${HOLD_LABEL}!=false`;
  // Both kinds are installed together: a cluster that does not know the one has none of the other.
  const claimsOf = (pools: readonly object[] | undefined) => (pools ? kubernetes.nodeClaims(api) : undefined);
  const listed = kubernetes.nodePools(api);
  const [nodePools, nodeClaims, webhooks, pods] = await Promise.all([
    listed,
    listed.then(claimsOf),
    kubernetes.webhooks(api),
    kubernetes.pods(api, { labelSelector }),
  ]);
  return {
    nodePools,
    hasNodeClaims: (nodeClaims?.length ?? 0) > 0,
    webhooks,
    // A Job's pod that has ended holds nothing up any more.
    held: pods
      .filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed')
      .map(({ namespace, name }) => `${namespace}/${name}`),
  };
}

/**
 * The facts beside the groups that a scaling is planned by. The inside of a cluster is looked at only where it is to
 * fall asleep.
 */
export async function lookAtProvisioning(
  cluster: DescribedCluster,
  access: KubernetesAccess | undefined,
  fallsAsleep: boolean,
  ports: InsidePorts & { readonly deployment: { readonly stage: string } },
): Promise<SeenProvisioning> {
  const outside = provisioningFromOutside(cluster, access, ports.deployment.stage);
  if (!fallsAsleep) return outside;
  const { api } = outside;
  const inside = api ? await unlessUnreached(insideOf(api, ports.kubernetes)) : outside.inside;
  const isPlain = isReached(inside) && inside.nodePools === undefined && !inside.hasNodeClaims;
  const nodes = isPlain ? [] : await ports.provisionedNodes.nodes(cluster.name);
  return { ...outside, nodes, inside };
}

/** The pools that the plan stops or starts, and their nodes, as they are. */
async function lookAtPools(plan: ScalingPlan, clusterName: string, ports: InsidePorts): Promise<SeenInside> {
  const { provisioning: change, api } = plan;
  if (!change) return {};
  const { nodePools, builtIn } = change.provisioning;
  const asked = async <T extends object>(ask: (of: KubernetesApi) => Promise<T | undefined>, none: T) =>
    api
      ? unlessUnreached(ask(api).then((found) => found ?? none))
      : { why: 'its Kubernetes API cannot be asked' };
  const isStop = change.do === 'stop';
  const [pools, claims, nodes, cluster, failedUpdate] = await Promise.all([
    nodePools.length > 0 ? asked((of) => ports.kubernetes.nodePools(of), []) : undefined,
    isStop ? asked((of) => ports.kubernetes.nodeClaims(of), []) : undefined,
    isStop ? ports.provisionedNodes.nodes(clusterName) : [],
    builtIn ? ports.eks.describeCluster(clusterName) : undefined,
    builtIn ? ports.eks.failedUpdate(clusterName, change.since) : undefined,
  ]);
  return {
    ...(pools ? { nodePools: pools } : {}),
    ...(claims ? { nodeClaims: claims } : {}),
    ...(isStop ? { instances: nodes.reduce((sum, { count }) => sum + count, 0) } : {}),
    ...(cluster ? { cluster } : {}),
    failedUpdate,
  };
}

/** True where a group has all that it was to have, as Auto Scaling sees it: only then its nodes are asked for. */
const isUp =
  ({ targets }: ScalingPlan, clusterName: string) =>
  (group: ScalableGroup): boolean => {
    const target = targets.find(({ key }) => key === group.key);
    return (
      target !== undefined &&
      group.sizes.desiredSize > 0 &&
      decideGroupSize(target, group, clusterName).do === 'nothing'
    );
  };

/** The inside of a cluster that tells the progress of a scaling; no more is asked than its plan is about. */
export async function lookInside(
  plan: ScalingPlan,
  groups: readonly ScalableGroup[],
  clusterName: string,
  ports: InsidePorts,
): Promise<SeenInside> {
  const { api } = plan;
  const asksForNodes = api && groups.some(isUp(plan, clusterName));
  const [pools, nodes] = await Promise.all([
    lookAtPools(plan, clusterName, ports),
    asksForNodes ? unlessUnreached(ports.kubernetes.nodes(api)) : undefined,
  ]);
  return { ...pools, ...(nodes ? { nodes } : {}) };
}

/** The same with the budgets that may keep nodes from being drained, to tell why some are still there. */
export async function lookInsideWithBudgets(
  plan: ScalingPlan,
  groups: readonly ScalableGroup[],
  clusterName: string,
  ports: InsidePorts,
): Promise<SeenInside> {
  const { api } = plan;
  const [seen, budgets] = await Promise.all([
    lookInside(plan, groups, clusterName, ports),
    api ? unlessUnreached(ports.kubernetes.disruptionBudgets(api)) : undefined,
  ]);
  return { ...seen, ...(budgets ? { budgets } : {}) };
}
