import { isAutoscaled } from './document.ts';
import { backTo, keeps, lastPlan } from './formers.ts';
import { leftOf, type Memory, nodeCounts } from './memory.ts';
import type { GroupTarget, PlannedScaling, ScalingPlan } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { ScalingRequest } from './request.ts';
import type { SeenForScaling } from './seen.ts';
import { inWords, type Sizes, sameBounds, sameSizes, withinBounds } from './sizes.ts';
import { wakeFrom } from './wake.ts';

const skipped = (reason: string): PlannedScaling => ({ outcome: 'Skipped', reason });

type LeftAlone = ScalingPlan['leftAlone'][number];

/** Nothing is to go back: the groups were changed since, each as it says, or are gone. */
const allLeft = (leftAlone: readonly LeftAlone[]): PlannedScaling =>
  skipped(leftAlone.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || 'its node groups are gone');

interface Changed {
  /** The sizes of now. */
  readonly now: Sizes;
  readonly former: GroupTarget;
  /** ISO 8601: when that is. */
  readonly end: string | undefined;
  /** Then an autoscaler has moved the number of nodes within the bounds, and they tell alone. */
  readonly autoscaled: boolean;
}

/** Whether a group still has what the operation that ends gave it, and what it goes back to if so. */
function formerSizes({ now, former, end, autoscaled }: Changed): ReturnType<typeof backTo> | undefined {
  const same = autoscaled ? sameBounds : sameSizes;
  if (!same(now, former.sizes)) return undefined;
  const { sizes, formers } = backTo(former, end);
  const desiredSize = autoscaled ? withinBounds(now.desiredSize, sizes) : sizes.desiredSize;
  return { sizes: { ...sizes, desiredSize }, formers };
}

/** The sizes that a resize had changed, in the memory of a cluster that has fallen asleep since. */
function backWhileAsleep(
  request: ScalingRequest,
  seen: SeenForScaling,
  { memory, ended }: { readonly memory: Memory; readonly ended: ScalingPlan },
): PlannedScaling {
  const changed: { key: string; name: string; before: Sizes; after: Sizes }[] = [];
  const leftAlone: LeftAlone[] = [];
  for (const { key, name, sizes: now } of memory.groups) {
    const former = ended.targets.find((target) => target.key === key);
    if (!former) continue;
    const group = seen.groups.find((candidate) => candidate.key === key);
    const autoscaled = group !== undefined && isAutoscaled(group, seen.config);
    const back = formerSizes({ now, former, end: ended.until, autoscaled });
    if (back) changed.push({ key, name, before: now, after: back.sizes });
    else {
      const reason = `it will wake to ${inWords(now)} and no longer to ${inWords(former.sizes)}, which was to end now`;
      leftAlone.push({ name, reason });
    }
  }
  if (changed.length === 0) return allLeft(leftAlone);
  const after = new Map(changed.map((group) => [group.key, group.after]));
  const groups = memory.groups.map((group) => ({ ...group, sizes: after.get(group.key) ?? group.sizes }));
  return planOf(seen, request, {
    targets: [],
    leftAlone,
    memory: {
      do: 'replace',
      memory: { ...memory, groups },
      changed: changed.map(({ key: _key, ...group }) => group),
    },
    notes: [`${seen.clusterName} is hibernating: these are the sizes that it will wake to`],
  });
}

function backFromResize(request: ScalingRequest, seen: SeenForScaling, ended: ScalingPlan): PlannedScaling {
  const targets: GroupTarget[] = [];
  const leftAlone: LeftAlone[] = [];
  for (const group of seen.groups) {
    const former = ended.targets.find(({ key }) => key === group.key);
    if (!former) continue;
    const leftBy = leftOf(seen.left, group.key)?.operationId;
    // One that was stopped has not written down that it left the group: then the last that did is an earlier one.
    const isLater = leftBy !== former.leftBy;
    if (isLater && keeps(lastPlan(seen, group.key), group.key, ended.until)) {
      const reason = `it is at ${inWords(group.sizes)}, which another operation has asked for since: ${leftBy}`;
      leftAlone.push({ name: group.name, reason });
      continue;
    }
    const autoscaled = isAutoscaled(group, seen.config);
    const back = formerSizes({ now: group.sizes, former, end: ended.until, autoscaled });
    if (!back) {
      const reason = `it is at ${inWords(group.sizes)} and no longer at ${inWords(former.sizes)}, which was to end now`;
      leftAlone.push({ name: group.name, reason });
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

/** The end of an `until`: what that operation changed goes back, unless something else has changed it since. */
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
