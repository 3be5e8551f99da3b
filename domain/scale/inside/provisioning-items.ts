import { type Decision, nothing, update, wait } from '../../decide/decision.ts';
import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { PhaseItem } from '../../phase.ts';
import type { ObservedNodeClaim } from '../../ports/kubernetes.ts';
import type { ScalingPlan } from '../plan.ts';
import { isReached, type SeenInside } from './inside.ts';
import { decideBuiltInPools, decidePool, type PoolChange } from './pool-change.ts';
import type { ProvisioningChange } from './provisioning.ts';

export const nodePoolKey = (name: string): string => `nodePool/${name}`;
export const nodeClaimKey = (name: string): string => `nodeClaim/${name}`;
export const BUILT_IN_KEY = 'builtInPools';
/** Ready when no node of the pools is left, whichever they were. */
export const PROVISIONED_KEY = 'provisionedNodes';

type Item = PhaseItem<Decision<PoolChange>>;
type Needs = NonNullable<Item['needs']>;

const notSeen = (what: string) => wait(`the Kubernetes API, for ${what}`);

function pools(
  { do: direction, provisioning }: ProvisioningChange,
  { nodePools }: SeenInside,
  needs: Needs,
): Item[] {
  return provisioning.nodePools.map((pool) => ({
    key: nodePoolKey(pool.name),
    task: 'limit-node-pool',
    decision:
      nodePools && isReached(nodePools)
        ? decidePool(
            pool,
            direction,
            nodePools.find(({ name }) => name === pool.name),
          )
        : notSeen('NodePools'),
    expected: EXPECTED_DURATIONS.immediate,
    needs,
  }));
}

const decideClaim = ({ name, isDeleting }: ObservedNodeClaim): Decision<PoolChange> =>
  isDeleting
    ? wait(`the end of NodeClaim ${name}`)
    : update({ operation: 'DeleteNodeClaim', request: { name } }, `end NodeClaim ${name}`);

/** Every node of the pools, one by one; and that none is left, which EC2 has to say. */
function nodes({ nodeClaims, instances = 0 }: SeenInside, stopped: readonly string[]): Item[] {
  const needs = stopped.map((key) => ({ keys: [key], until: 'ready' as const }));
  const claims = nodeClaims && isReached(nodeClaims) ? nodeClaims : undefined;
  const isOver = claims?.length === 0 && instances === 0;
  const left = claims ? `${claims.length} NodeClaims, ${instances} instances` : 'NodeClaims';
  return [
    ...(claims ?? []).map((claim) => ({
      key: nodeClaimKey(claim.name),
      task: 'delete-node-claim',
      decision: decideClaim(claim),
      expected: EXPECTED_DURATIONS.provisionedNodesGone,
      needs,
    })),
    {
      key: PROVISIONED_KEY,
      task: 'delete-node-claim',
      decision: isOver ? nothing : wait(left),
      expected: EXPECTED_DURATIONS.provisionedNodesGone,
    },
  ];
}

/**
 * The phase's items for nodes that no group has. To sleep, first the pools that start them are stopped, then the
 * nodes go. To wake, only the pools begin, once the groups that its controllers run on (`groupKeys`) have begun.
 */
export function provisioningItems(
  plan: ScalingPlan,
  seen: SeenInside,
  clusterName: string,
  groupKeys: readonly string[],
): readonly Item[] {
  const { provisioning: change } = plan;
  if (!change) return [];
  const needs: Needs = change.do === 'start' ? groupKeys.map((key) => ({ keys: [key], until: 'asked' })) : [];
  const starters: Item[] = [
    ...pools(change, seen, needs),
    ...(change.provisioning.builtIn
      ? [
          {
            key: BUILT_IN_KEY,
            task: 'set-built-in-pools',
            decision: decideBuiltInPools(clusterName, change, seen),
            expected: EXPECTED_DURATIONS.controlPlaneUpdate,
            needs,
          },
        ]
      : []),
  ];
  if (change.do === 'start') return starters;
  return [
    ...starters,
    ...nodes(
      seen,
      starters.map(({ key }) => key),
    ),
  ];
}
