import { type Decision, nothing } from '../../decide/decision.ts';
import type { ObservedDeployment } from '../../ports/kubernetes.ts';
import type { ScalableGroup } from '../../scale/groups/group.ts';
import { decideResizing, type GroupChange } from '../../scale/groups/group-change.ts';
import type { GroupTarget } from '../../scale/plan.ts';
import { groupOf, type ReplicaDecision } from '../capacity.ts';
import { keeperOf } from '../kept-replicas.ts';
import type { MovePlan } from '../move.ts';
import type { SizesBefore } from './drill.ts';

/** The change that puts a group back. One that is smaller by now, whoever has made it so, is left as it is. */
export function decideLowering(
  target: GroupTarget,
  { groups }: SizesBefore,
  group: Omit<ScalableGroup, 'instances'> | undefined,
  clusterName: string,
): Decision<GroupChange> {
  const before = groups[target.key];
  if (!group || !before) return nothing;
  const { desiredSize, maxSize } = group.sizes;
  if (desiredSize <= before.desiredSize && maxSize <= before.maxSize) return nothing;
  const sizes = {
    minSize: group.sizes.minSize,
    desiredSize: Math.max(group.sizes.minSize, Math.min(desiredSize, before.desiredSize)),
    maxSize: Math.min(maxSize, before.maxSize),
  };
  return decideResizing({ ...target, sizes, reach: 'exact' }, group, clusterName);
}

/** The change that puts a Deployment back. The drill did not raise what Git keeps, so whoever did it meant it. */
export function decideFewer(
  key: string,
  { replicas }: SizesBefore,
  found: ObservedDeployment | undefined,
): ReplicaDecision {
  const before = replicas[key];
  if (!found || before === undefined) return { do: 'gone' };
  if (found.replicas <= before) return { do: 'nothing' };
  if (keeperOf(found) !== undefined) return { do: 'kept' };
  return { do: 'scale', resourceVersion: found.resourceVersion, replicas: before };
}

/** A look at a standby after a drill. */
export interface PutBackLook {
  readonly start: readonly { readonly task: 'lower-node-group' | 'lower-deployment'; readonly key: string }[];
  /** True where changes are wanted that cannot be made yet. */
  readonly isWaiting: boolean;
}

/** Pods before nodes: no pod is moved that is to go. A Kubernetes API that does not answer leaves replicas to the next drill. */
export function decidePutBack(
  { capacity }: Pick<MovePlan, 'capacity'>,
  before: SizesBefore,
  seen: {
    readonly groups: readonly ScalableGroup[];
    readonly deployments?: Readonly<Record<string, ObservedDeployment>> | undefined;
  },
  clusterName: string,
): PutBackLook {
  const pods = Object.keys(capacity.replicas).filter(
    (key) => decideFewer(key, before, seen.deployments?.[key]).do === 'scale',
  );
  if (pods.length > 0)
    return {
      start: pods.map((key) => ({ task: 'lower-deployment' as const, key: groupOf(key) })),
      isWaiting: false,
    };
  const decided = capacity.groups.map((target) => ({
    key: target.key,
    what: decideLowering(
      target,
      before,
      seen.groups.find(({ key }) => key === target.key),
      clusterName,
    ).do,
  }));
  return {
    start: decided
      .filter(({ what }) => what === 'update')
      .map(({ key }) => ({ task: 'lower-node-group' as const, key })),
    isWaiting: decided.some(({ what }) => what === 'wait'),
  };
}
