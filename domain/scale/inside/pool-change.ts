import { type Change, type Decision, fail, nothing, update, wait } from '../../decide/decision.ts';
import type { ComputeConfig } from '../../desired/control-plane-request.ts';
import { gitOpsOwner } from '../../kubernetes/gitops-owner.ts';
import type { ObservedNodePool } from '../../ports/kubernetes.ts';
import type { SeenInside } from './inside.ts';
import { type Limits, limitsInWords, type PoolLimits, type ProvisioningChange } from './provisioning.ts';

export type PoolChange =
  | Change<
      'LimitNodePool',
      { readonly name: string; readonly resourceVersion: string; readonly limits: Limits }
    >
  | Change<'DeleteNodeClaim', { readonly name: string }>
  | Change<
      'UpdateClusterConfig',
      {
        readonly name: string;
        readonly computeConfig: ComputeConfig;
        readonly kubernetesNetworkConfig: { readonly elasticLoadBalancing: { readonly enabled: true } };
        readonly storageConfig: { readonly blockStorage: { readonly enabled: true } };
      }
    >;

/**
 * Decides the change of the limits of one NodePool. A limit of no CPUs keeps a pool from starting more nodes
 * (Karpenter, "spec.limits"). A pool that is gone, or that somebody has limited otherwise while its cluster slept, is
 * left as it is.
 */
export function decidePool(
  { name, limits }: PoolLimits,
  direction: ProvisioningChange['do'],
  found: ObservedNodePool | undefined,
): Decision<PoolChange> {
  if (!found) return nothing;
  const isStopped = found.limits?.cpu === '0';
  if (isStopped === (direction === 'stop')) return nothing;
  const owner = gitOpsOwner(found);
  if (owner) return fail(`${owner.tool} keeps NodePool ${name}: it is not changed`);
  const wanted = direction === 'stop' ? { ...found.limits, cpu: '0' } : limits;
  const { resourceVersion } = found;
  return update(
    { operation: 'LimitNodePool', request: { name, resourceVersion, limits: wanted } },
    `NodePool ${name} from ${limitsInWords(found.limits ?? null)} to ${limitsInWords(wanted)}`,
  );
}

/**
 * Decides the change of Auto Mode's own pools, which go with their nodes (EKS guide, "Enable or disable built-in
 * NodePools").
 */
export function decideBuiltInPools(
  clusterName: string,
  { do: direction, provisioning: { builtIn } }: ProvisioningChange,
  { cluster, failedUpdate }: SeenInside,
): Decision<PoolChange> {
  if (!cluster || !builtIn) return nothing;
  if (cluster.status === 'UPDATING') return wait(`UPDATING of ${clusterName}`);
  const found = cluster.computeConfig;
  // Whoever has switched Auto Mode off since has decided about its pools.
  if (found?.enabled !== true) return nothing;
  const hasPools = (found.nodePools?.length ?? 0) > 0;
  if (hasPools === (direction === 'start')) return nothing;
  if (failedUpdate !== undefined) return fail(failedUpdate);
  const computeConfig =
    direction === 'start' ? { enabled: true, ...builtIn } : { enabled: true, nodePools: [] as string[] };
  const request = {
    name: clusterName,
    computeConfig,
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    storageConfig: { blockStorage: { enabled: true } },
  } as const;
  const after = direction === 'start' ? builtIn.nodePools.join(', ') : 'none';
  return update(
    { operation: 'UpdateClusterConfig', request },
    `Auto Mode's own pools of ${clusterName}: ${after}`,
  );
}
