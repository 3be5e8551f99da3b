import type { KubernetesAccess } from '../access/kubernetes-access.ts';
import { isAutoMode } from '../cluster-config/config.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import { documentGroups } from './groups/document-groups.ts';
import type { ScalableGroup } from './groups/group.ts';
import { hasReached } from './groups/group-change.ts';
import { insideFromOutside } from './inside/outside.ts';
import { type LastSizes, lastSizesOf, type Memory, recordLastSizes } from './memory/memory.ts';
import { controlPlaneCost } from './outcome/savings.ts';
import type { ScalingPlan } from './plan.ts';
import type { SeenForScaling } from './seen.ts';

/** The fleet's records of a cluster. */
export interface RecordedCluster {
  readonly registered: RegisteredCluster;
  readonly memory: Memory | undefined;
  readonly left: LastSizes | undefined;
  readonly access: KubernetesAccess | undefined;
}

/** A group has the sizes that were written last: by an operation of ours, or by its document while it is awake. */
function recordedGroup(group: ScalableGroup, { registered, memory, left }: RecordedCluster): ScalableGroup {
  const ours = lastSizesOf(left, group.key);
  const times = [registered.writtenAt, ...(memory ? [memory.capturedAt] : [])].map((at) => Date.parse(at));
  const isNewer = ours !== undefined && Date.parse(ours.at) > Math.min(...times);
  const sizes = isNewer ? ours.sizes : group.sizes;
  return { ...group, sizes: memory ? { ...sizes, minSize: 0, desiredSize: 0 } : sizes };
}

/**
 * A cluster as a scaling to come will find it, as far as records tell: AWS and the cluster itself are not asked, and so a
 * person's change since is not in it.
 */
export function expectedCluster(recorded: RecordedCluster, at: string): SeenForScaling {
  const { registered, memory, left, access } = recorded;
  const { cluster, config } = registered;
  return {
    clusterName: cluster.name,
    operationId: '',
    at,
    groups: documentGroups(config).map((group) => recordedGroup(group, recorded)),
    config,
    memory,
    left,
    hasFargateProfiles: (config.fargateProfiles ?? []).length > 0,
    provisioning: {
      computeConfig: isAutoMode(config) ? { enabled: true } : undefined,
      nodes: [],
      api: undefined,
      inside: insideFromOutside(cluster.name, access, access?.is === 'ready'),
    },
    isFromOutside: true,
    elapsedSeconds: 0,
    // EKS's own choice is in no document; its cost decides nothing.
    controlPlane: controlPlaneCost(config.metadata.version ?? '', at.slice(0, 10)),
  };
}

/** The reason why a plan changes nothing of a cluster that is as expected, or undefined. */
export function changesNothing(
  { targets, memory, leftAlone }: ScalingPlan,
  { memory: asleep, groups }: SeenForScaling,
): string | undefined {
  const isThere = targets.every((target) =>
    groups.some(({ key, sizes }) => key === target.key && hasReached(target, sizes)),
  );
  // A sleep that came to nothing, or is on its way, has no date: another takes the rest away.
  const isOnTheWay = asleep !== undefined && asleep.asleepSince === undefined;
  // A plan that starts or stops nodes that no group has comes with a memory. Only a second sleep, which finds no such
  // nodes, has none.
  if (!isThere || isOnTheWay || memory !== undefined || leftAlone.length > 0) return undefined;
  return asleep ? 'it sleeps already' : 'its groups have these sizes already';
}

function memoryAfter({ action, memory: change }: ScalingPlan, seen: SeenForScaling): Memory | undefined {
  if (change?.do === 'forget') return undefined;
  const memory = change?.memory ?? seen.memory;
  return memory && action === 'hibernate' ? { asleepSince: seen.at, ...memory } : memory;
}

/** The same cluster once a plan has been carried out. */
export function afterwards(plan: ScalingPlan, seen: SeenForScaling): SeenForScaling {
  const { operationId, at, left, last } = seen;
  const reached = new Map(plan.targets.map(({ key, sizes }) => [key, sizes]));
  return {
    ...seen,
    groups: seen.groups.map((group) => ({ ...group, sizes: reached.get(group.key) ?? group.sizes })),
    memory: memoryAfter(plan, seen),
    left: recordLastSizes(
      left,
      { operationId, at },
      [...reached].map(([key, sizes]) => [key, { sizes }]),
    ),
    last: new Map([...(last ?? []), [operationId, plan]]),
  };
}
