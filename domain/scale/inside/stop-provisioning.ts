import { blockingWebhooks } from '../../kubernetes/blocking-webhooks.ts';
import { gitOpsOwner } from '../../kubernetes/gitops-owner.ts';
import type { RequestProblem } from '../../operation/request.ts';
import type { ObservedNodePool } from '../../ports/kubernetes.ts';
import type { Memory } from '../memory/memory.ts';
import type { SeenForScaling } from '../seen.ts';
import { type InsideAtPlanning, isReached } from './inside.ts';
import type { Provisioning, ProvisioningChange } from './provisioning.ts';

/** A pod so labelled asks for the sleep of its cluster to wait for it; `false` takes that back. */
export const HOLD_LABEL = 'eks-fleet.dev/hold';

/** The program that starts and ends nodes of the cluster that no group has, or undefined. */
function provisioner({ provisioning, config }: SeenForScaling): string | undefined {
  const { computeConfig, inside, nodes } = provisioning;
  if (computeConfig?.enabled === true) return 'Auto Mode';
  const isInside = isReached(inside) && ((inside.nodePools?.length ?? 0) > 0 || inside.hasNodeClaims);
  return isInside || nodes.length > 0 || (!isReached(inside) && config.karpenter) ? 'Karpenter' : undefined;
}

const isStopped = ({ limits }: ObservedNodePool): boolean => limits?.cpu === '0';

/** Pools that a user has, and that still start nodes. */
const runningPools = ({ nodePools = [] }: InsideAtPlanning): readonly ObservedNodePool[] =>
  nodePools.filter((pool) => !pool.isBuiltIn && !isStopped(pool));

/** Problems with pools that a tool keeps as Git has them: it would undo any change, so none is tried. */
function ownedPools(inside: InsideAtPlanning): readonly RequestProblem[] {
  return runningPools(inside).flatMap((pool) => {
    const owner = gitOpsOwner(pool);
    if (!owner) return [];
    const whose = `NodePool ${pool.name} is kept by ${owner.tool}${owner.name ? ` (${owner.name})` : ''}`;
    const how =
      owner.tool === 'Argo CD'
        ? `give ${owner.name ?? 'its Application'} a sync window of kind deny over the sleep (spec.syncWindows of its AppProject), and set spec.limits.cpu of the pool to 0 in it`
        : `suspend ${owner.name ?? 'its Kustomization or HelmRelease'} over the sleep (flux suspend), and set spec.limits.cpu of the pool to 0 meanwhile`;
    const message = `${whose}, which would put back what hibernating changes, and eks-fleet changes nothing that another tool owns: ${how}`;
    return [{ path: 'detail.action', message }];
  });
}

/** Webhooks without which the cluster could not wake. */
function deadlocks({ webhooks }: InsideAtPlanning): readonly RequestProblem[] {
  return blockingWebhooks(webhooks).map(({ kind, configuration, name, service }) => {
    const message = `webhook ${name} of ${kind} ${configuration} runs in the cluster (${service?.namespace}/${service?.name}) and fails closed: without nodes it answers nothing, and without its answer no node or pod comes back. Set its failurePolicy to Ignore, or leave kube-system and its own namespace out of it by its namespaceSelector`;
    return { path: 'detail.action', message };
  });
}

function remembered({ provisioning }: SeenForScaling, inside: InsideAtPlanning | undefined): Provisioning {
  const { computeConfig, nodes } = provisioning;
  const { nodePools = [], nodeRoleArn } = computeConfig ?? {};
  return {
    ...(nodePools.length > 0 && nodeRoleArn !== undefined ? { builtIn: { nodePools, nodeRoleArn } } : {}),
    nodePools: (inside ? runningPools(inside) : []).map(({ name, limits = null }) => ({ name, limits })),
    nodes,
  };
}

/** The part of a sleep's plan about nodes that no group has. */
export interface StoppedProvisioning {
  readonly problems: readonly RequestProblem[];
  /** Absent where nothing starts nodes by itself. */
  readonly change?: ProvisioningChange;
}

/**
 * Decides how a sleep stops nodes that no group has: whether they can be taken away and would come back, and what
 * starts them. Where that cannot be seen and there are such nodes, the sleep is refused. Where there are none, it
 * goes on unverified, and the fact says so.
 */
export function stopProvisioning(seen: SeenForScaling): StoppedProvisioning {
  const { clusterName, provisioning, at } = seen;
  const { inside } = provisioning;
  const by = provisioner(seen);
  if (!isReached(inside)) {
    const unseen = `the Kubernetes API was not asked: ${inside.why}`;
    if (by === undefined) return { problems: [] };
    const message = `${by} starts nodes for ${clusterName} that no group has, and ${unseen}`;
    return { problems: [{ path: 'detail.action', message }] };
  }
  const problems = [...deadlocks(inside), ...ownedPools(inside)];
  if (by === undefined) return { problems };
  return { problems, change: { do: 'stop', since: at, provisioning: remembered(seen, inside) } };
}

/** The memory of a cluster that sleeps already, with pools that have come, or come back, since. */
export function withNewPools(memory: Memory, { nodePools, builtIn }: Provisioning): Memory | undefined {
  const known = memory.provisioning ?? { nodePools: [], nodes: [] };
  const added = nodePools.filter(({ name }) => !known.nodePools.some((pool) => pool.name === name));
  if (added.length === 0 && (builtIn === undefined || known.builtIn)) return undefined;
  const provisioning = {
    ...((known.builtIn ?? builtIn) ? { builtIn: known.builtIn ?? builtIn } : {}),
    nodePools: [...known.nodePools, ...added],
    nodes: known.nodes,
  };
  return { ...memory, provisioning } as Memory;
}
