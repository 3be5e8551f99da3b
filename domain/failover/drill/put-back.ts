import { type Decision, nothing, wait } from '../../decide/decision.ts';
import type { ObservedDeployment } from '../../ports/kubernetes.ts';
import type { ScalableGroup } from '../../scale/groups/group.ts';
import { decideResizing, type GroupChange } from '../../scale/groups/group-change.ts';
import { type Sizes, sameSizes } from '../../scale/groups/sizes.ts';
import type { GroupTarget } from '../../scale/plan.ts';
import { groupOf, type ReplicaDecision } from '../capacity.ts';
import { keeperOf } from '../kept-replicas.ts';
import type { MovePlan } from '../move.ts';
import type { DrillSizes } from './drill.ts';

/** True of a size that a drill has raised and nobody has changed since: any other is somebody's, and not the drill's to lower. */
const isOfDrill = (now: number, before: number, raisedTo: number | undefined): boolean =>
  now > before && now === raisedTo;

const isSameAs = (before: Sizes, raised: Sizes | undefined): boolean =>
  raised !== undefined && sameSizes(before, raised);

/** The change that puts a group back. A size that is not the one to which the drill raised it is left as it is. */
export function decideLowering(
  target: GroupTarget,
  { before: { groups }, raisedTo }: DrillSizes,
  group: Omit<ScalableGroup, 'instances'> | undefined,
  clusterName: string,
): Decision<GroupChange> {
  const before = groups[target.key];
  if (!group || !before) return nothing;
  const { desiredSize, maxSize } = group.sizes;
  // EKS shows the sizes from before while an update is under way, and it may be the one by which the drill has raised it.
  if (group.status === 'UPDATING' && !isSameAs(before, raisedTo.groups[target.key]))
    return wait(`UPDATING of ${target.name}`);
  const ofDrill = {
    nodes: isOfDrill(desiredSize, before.desiredSize, raisedTo.groups[target.key]?.desiredSize),
    most: isOfDrill(maxSize, before.maxSize, raisedTo.groups[target.key]?.maxSize),
  };
  if (!ofDrill.nodes && !ofDrill.most) return nothing;
  const { minSize } = group.sizes;
  const nodes = ofDrill.nodes ? Math.max(minSize, before.desiredSize) : desiredSize;
  const sizes = {
    minSize,
    desiredSize: nodes,
    maxSize: ofDrill.most ? Math.max(nodes, before.maxSize) : maxSize,
  };
  return decideResizing({ ...target, sizes, reach: 'exact' }, group, clusterName);
}

/** The change that puts a Deployment back. The drill did not raise what Git keeps, so whoever did it meant it. */
export function decideFewer(
  key: string,
  { before: { replicas }, raisedTo }: DrillSizes,
  found: ObservedDeployment | undefined,
): ReplicaDecision {
  const before = replicas[key];
  if (!found || before === undefined) return { do: 'gone' };
  if (!isOfDrill(found.replicas, before, raisedTo.replicas[key])) return { do: 'nothing' };
  if (keeperOf(found) !== undefined) return { do: 'kept' };
  return { do: 'scale', resourceVersion: found.resourceVersion, replicas: before };
}

/** A look at a standby after a drill. */
export interface PutBackLook {
  readonly start: readonly { readonly task: 'lower-node-group' | 'lower-deployment'; readonly key: string }[];
  /** True where changes are wanted that cannot be made yet. */
  readonly isWaiting: boolean;
}

interface SeenStandby {
  readonly groups: readonly ScalableGroup[];
  readonly deployments?: Readonly<Record<string, ObservedDeployment>> | undefined;
}

/** Things that are larger than before the drill, and that it did not leave so: each in one sentence. */
export function leftLarger(
  { capacity }: Pick<MovePlan, 'capacity'>,
  { before, raisedTo }: DrillSizes,
  seen: SeenStandby,
): readonly string[] {
  const left = (what: string, now: number, was: number | undefined, raised: number | undefined) =>
    was === undefined || now <= was || now === raised
      ? []
      : [`${what} was changed during the drill, and is left at ${now}: it had ${was}`];
  return [
    ...capacity.groups.flatMap(({ key, name }) => {
      const found = seen.groups.find((group) => group.key === key);
      const was = before.groups[key]?.desiredSize;
      return found
        ? left(`node group ${name}`, found.sizes.desiredSize, was, raisedTo.groups[key]?.desiredSize)
        : [];
    }),
    ...Object.keys(capacity.replicas).flatMap((key) => {
      const found = seen.deployments?.[key];
      return found && keeperOf(found) === undefined
        ? left(key, found.replicas, before.replicas[key], raisedTo.replicas[key])
        : [];
    }),
  ];
}

/** Pods before nodes: no pod is moved that is to go. A Kubernetes API that does not answer leaves replicas to the next drill. */
export function decidePutBack(
  { capacity }: Pick<MovePlan, 'capacity'>,
  sizes: DrillSizes,
  seen: SeenStandby,
  clusterName: string,
): PutBackLook {
  const pods = Object.keys(capacity.replicas).filter(
    (key) => decideFewer(key, sizes, seen.deployments?.[key]).do === 'scale',
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
      sizes,
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
