import { isAutoscaled } from '../groups/document.ts';
import {
  inWords,
  type RestorePoint,
  type Sizes,
  sameBounds,
  sameSizes,
  withinBounds,
} from '../groups/sizes.ts';
import { lastSizesOf, type Memory, nodeCounts, type RememberedGroup } from '../memory/memory.ts';
import type { GroupTarget, PlannedScaling, ScalingPlan } from '../plan.ts';
import { planOf } from '../plan-of.ts';
import type { ScalingRequest } from '../request.ts';
import type { SeenForScaling } from '../seen.ts';
import { wakeFrom } from '../wake.ts';
import { backTo, keeps, restorePoints } from './restore-points.ts';

const skipped = (reason: string): PlannedScaling => ({ outcome: 'Skipped', reason });

type LeftAlone = ScalingPlan['leftAlone'][number];

/** Nothing is to go back: the groups were changed since, each as it says, or are gone. */
const allLeft = (leftAlone: readonly LeftAlone[]): PlannedScaling =>
  skipped(leftAlone.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || 'its node groups are gone');

interface Changed {
  /** The sizes of now. */
  readonly now: Sizes;
  /** The restore points of those sizes, where they are known. */
  readonly formers: readonly RestorePoint[] | undefined;
  readonly former: GroupTarget;
  /** ISO 8601: when that is. */
  readonly end: string | undefined;
  /** Then an autoscaler has moved the number of nodes within the bounds, and they tell alone. */
  readonly autoscaled: boolean;
}

/**
 * The sizes that a group goes back to. It must still have the sizes that the ending operation gave it, and no other
 * operation may want them; else it says which of the two is not so.
 */
function formerSizes({
  now,
  formers,
  former,
  end,
  autoscaled,
}: Changed): ReturnType<typeof backTo> | 'changed' | 'kept' {
  const same = autoscaled ? sameBounds : sameSizes;
  if (!same(now, former.sizes)) return 'changed';
  if (keeps(formers, end)) return 'kept';
  const back = backTo(former, end);
  const desiredSize = autoscaled ? withinBounds(now.desiredSize, back.sizes) : back.sizes.desiredSize;
  return { ...back, sizes: { ...back.sizes, desiredSize } };
}

/** The sizes that a resize had changed, in the memory of a cluster that has fallen asleep since. */
function backWhileAsleep(
  request: ScalingRequest,
  seen: SeenForScaling,
  { memory, ended }: { readonly memory: Memory; readonly ended: ScalingPlan },
): PlannedScaling {
  const changed: { name: string; before: Sizes; after: Sizes }[] = [];
  const leftAlone: LeftAlone[] = [];
  const groups = memory.groups.map((remembered): RememberedGroup => {
    const { formers, ...others } = remembered;
    const { key, name, sizes: now } = others;
    const former = ended.targets.find((target) => target.key === key);
    if (!former) return remembered;
    const group = seen.groups.find((candidate) => candidate.key === key);
    const autoscaled = group !== undefined && isAutoscaled(group, seen.config);
    const back = formerSizes({ now, formers, former, end: ended.until, autoscaled });
    if (typeof back !== 'string') {
      changed.push({ name, before: now, after: back.sizes });
      return { ...others, ...back };
    }
    const why =
      back === 'kept'
        ? ', which another operation has asked for since'
        : ` and no longer to ${inWords(former.sizes)}, which was to end now`;
    leftAlone.push({ name, reason: `it will wake to ${inWords(now)}${why}` });
    return remembered;
  });
  if (changed.length === 0) return allLeft(leftAlone);
  return planOf(seen, request, {
    targets: [],
    leftAlone,
    memory: { do: 'replace', memory: { ...memory, groups }, changed },
    notes: [`${seen.clusterName} is hibernating: these are the sizes that it will wake to`],
  });
}

function backFromResize(request: ScalingRequest, seen: SeenForScaling, ended: ScalingPlan): PlannedScaling {
  const targets: GroupTarget[] = [];
  const leftAlone: LeftAlone[] = [];
  for (const group of seen.groups) {
    const former = ended.targets.find(({ key }) => key === group.key);
    if (!former) continue;
    const leftBy = lastSizesOf(seen.left, group.key)?.operationId;
    // One that was stopped has not written down that it left the group: then the last that did is an earlier one.
    const formers = leftBy === former.leftBy ? undefined : restorePoints(seen, group.key);
    const autoscaled = isAutoscaled(group, seen.config);
    const back = formerSizes({ now: group.sizes, formers, former, end: ended.until, autoscaled });
    if (typeof back === 'string') {
      const why =
        back === 'kept'
          ? `, which another operation has asked for since; operation ${leftBy} has left it so`
          : ` and no longer at ${inWords(former.sizes)}, which was to end now`;
      leftAlone.push({ name: group.name, reason: `it is at ${inWords(group.sizes)}${why}` });
      continue;
    }
    targets.push({
      ...former,
      before: group.sizes,
      ...back,
      reach: autoscaled ? 'bounds' : 'exact',
      nodes: nodeCounts(group),
    });
  }
  return targets.length === 0 ? allLeft(leftAlone) : planOf(seen, request, { targets, leftAlone });
}

/**
 * The end of an `until`: the sizes that the operation changed go back, unless something else has changed them since.
 */
export function goBack(
  request: Extract<ScalingRequest, { action: 'return' }>,
  seen: SeenForScaling,
): PlannedScaling {
  const { ended, memory, clusterName } = seen;
  const changedNothing = ended?.plan.action === 'resize' && ended.plan.targets.length === 0;
  if (!ended || changedNothing)
    return skipped(
      `operation ${request.operationId}, which was to end now, changed no sizes of ${clusterName}`,
    );
  if (ended.plan.action === 'hibernate') {
    if (memory?.operationId === ended.operationId) return wakeFrom(request, seen, memory, true);
    return skipped(`${clusterName} no longer sleeps as operation ${ended.operationId} put it to sleep`);
  }
  return memory
    ? backWhileAsleep(request, seen, { memory, ended: ended.plan })
    : backFromResize(request, seen, ended.plan);
}
