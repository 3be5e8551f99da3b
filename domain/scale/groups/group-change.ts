import { type Change, type Decision, fail, nothing, update, wait } from '../../decide/decision.ts';
import type { GroupTarget } from '../plan.ts';
import { isInService, type ResizableGroup, type ScalableGroup } from './group.ts';
import { inWords, type Sizes, sameBounds, sameSizes, withinBounds } from './sizes.ts';

export type GroupChange =
  | Change<
      'UpdateNodegroupConfig',
      {
        readonly clusterName: string;
        readonly nodegroupName: string;
        readonly scalingConfig: Partial<Sizes>;
      }
    >
  | Change<
      'UpdateAutoScalingGroup',
      {
        readonly AutoScalingGroupName: string;
        readonly MinSize?: number;
        readonly DesiredCapacity?: number;
        readonly MaxSize?: number;
      }
    >;

/** True where a group has the sizes that it was to have; see `Reach`. */
export function hasReached({ sizes, reach }: GroupTarget, found: Sizes): boolean {
  switch (reach) {
    case 'exact':
      return sameSizes(sizes, found);
    case 'bounds':
      return sameBounds(sizes, found);
    case 'started':
      return sameBounds(sizes, found) && (found.desiredSize > 0 || sizes.desiredSize === 0);
  }
}

/** The sizes that have to change; a `maxSize` that stays is not sent, so that none of 0 ever is. */
function changedSizes({ sizes, reach }: GroupTarget, found: Sizes): Partial<Sizes> {
  const desiredSize = reach === 'bounds' ? withinBounds(found.desiredSize, sizes) : sizes.desiredSize;
  const wanted = { ...sizes, desiredSize };
  return Object.fromEntries(
    (['minSize', 'desiredSize', 'maxSize'] as const)
      .filter((member) => wanted[member] !== found[member])
      .map((member) => [member, wanted[member]]),
  );
}

/** The sizes that a group has once it has been changed for a target. */
export const sizesAfter = (target: GroupTarget, found: Sizes): Sizes => ({
  ...found,
  ...changedSizes(target, found),
});

function changeOf(target: GroupTarget, group: ResizableGroup, clusterName: string): Decision<GroupChange> {
  const changed = changedSizes(target, group.sizes);
  const summary = `${target.name} from ${inWords(group.sizes)} to ${inWords(sizesAfter(target, group.sizes))}`;
  if (target.kind === 'managed') {
    const request = { clusterName, nodegroupName: target.name, scalingConfig: changed };
    return update({ operation: 'UpdateNodegroupConfig', request }, summary);
  }
  const { minSize: MinSize, desiredSize: DesiredCapacity, maxSize: MaxSize } = changed;
  const request = {
    AutoScalingGroupName: group.autoScalingGroupName,
    ...(MinSize === undefined ? {} : { MinSize }),
    ...(DesiredCapacity === undefined ? {} : { DesiredCapacity }),
    ...(MaxSize === undefined ? {} : { MaxSize }),
  };
  return update({ operation: 'UpdateAutoScalingGroup', request }, summary);
}

/**
 * True where exactly the nodes that a group is to have are there, and no others. They must be Ready, where the
 * cluster was asked.
 */
function hasCapacity(
  { status, sizes, instances }: ScalableGroup,
  ready: ReadonlySet<string> | undefined,
): boolean {
  if (sizes.desiredSize === 0) return instances.length === 0;
  // EKS leaves a group DEGRADED until a scale-out succeeds, also at size 0 (containers-roadmap#2204).
  return (
    status === 'ACTIVE' &&
    instances.length === sizes.desiredSize &&
    instances.filter(isInService).length === sizes.desiredSize &&
    (ready === undefined || instances.every(({ instanceId }) => ready.has(instanceId)))
  );
}

/**
 * Decides the next change of a group's sizes. One update a group at a time: EKS refuses another while it is UPDATING.
 */
export function decideResizing(
  target: GroupTarget,
  group: ResizableGroup | undefined,
  clusterName: string,
): Decision<GroupChange> {
  if (!group) return fail(`node group ${target.name} is gone`);
  switch (group.status) {
    case 'CREATING':
    case 'UPDATING':
      return wait(`${group.status} of ${target.name}`);
    case 'ACTIVE':
    case 'DEGRADED':
      return hasReached(target, group.sizes) ? nothing : changeOf(target, group, clusterName);
    default:
      return fail(`node group ${target.name} is ${group.status}`);
  }
}

/** The same, and whether its nodes are there; `ready` are the instances whose nodes are, where the cluster was asked. */
export function decideGroupSize(
  target: GroupTarget,
  group: ScalableGroup | undefined,
  clusterName: string,
  ready?: ReadonlySet<string> | undefined,
): Decision<GroupChange> {
  const resizing = decideResizing(target, group, clusterName);
  if (!group || resizing.do !== 'nothing') return resizing;
  return hasCapacity(group, ready) ? nothing : wait(`nodes of ${target.name}`);
}
