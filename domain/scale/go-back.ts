import { isAutoscaled } from './document.ts';
import { nodeCounts } from './memory.ts';
import type { GroupTarget, PlannedScaling, ScalingPlan } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { ScalingRequest } from './request.ts';
import type { SeenForScaling } from './seen.ts';
import { inWords, sameBounds, sameSizes, withinBounds } from './sizes.ts';
import { wakeFrom } from './wake.ts';

const skipped = (reason: string): PlannedScaling => ({ outcome: 'Skipped', reason });

/** The sizes that a resize had changed, in the memory of a cluster that has fallen asleep since. */
function backWhileAsleep(request: ScalingRequest, seen: SeenForScaling, ended: ScalingPlan): PlannedScaling {
  const { memory } = seen;
  if (!memory) return skipped(`${seen.clusterName} is not hibernating`);
  const former = new Map(ended.targets.map((target) => [target.key, target]));
  const groups = memory.groups.map((group) => {
    const target = former.get(group.key);
    return target && sameSizes(group.sizes, target.sizes) ? { ...group, sizes: target.before } : group;
  });
  const changed = groups.flatMap(({ name, sizes: after }, index) => {
    const before = memory.groups[index]?.sizes;
    return before && !sameSizes(before, after) ? [{ name, before, after }] : [];
  });
  return planOf(seen, request, {
    targets: [],
    memory: { do: 'replace', memory: { ...memory, groups }, changed },
    notes: [`${seen.clusterName} is hibernating: these are the sizes that it will wake to`],
  });
}

function backFromResize(request: ScalingRequest, seen: SeenForScaling, ended: ScalingPlan): PlannedScaling {
  const targets: GroupTarget[] = [];
  const leftAlone: { name: string; reason: string }[] = [];
  for (const group of seen.groups) {
    const former = ended.targets.find(({ key }) => key === group.key);
    if (!former) continue;
    const autoscaled = isAutoscaled(group, seen.config);
    const same = autoscaled ? sameBounds : sameSizes;
    if (!same(group.sizes, former.sizes)) {
      const reason = `it is at ${inWords(group.sizes)} and no longer at ${inWords(former.sizes)}, which was to end now`;
      leftAlone.push({ name: group.name, reason });
      continue;
    }
    const desiredSize = autoscaled
      ? withinBounds(group.sizes.desiredSize, former.before)
      : former.before.desiredSize;
    targets.push({
      ...former,
      before: group.sizes,
      sizes: { ...former.before, desiredSize },
      reach: autoscaled ? 'bounds' : 'exact',
      nodes: nodeCounts(group),
    });
  }
  if (targets.length === 0)
    return skipped(
      leftAlone.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || 'its node groups are gone',
    );
  return planOf(seen, request, { targets, leftAlone });
}

/** The end of an `until`: what that operation changed goes back, unless something else has changed it since. */
export function goBack(
  request: Extract<ScalingRequest, { action: 'return' }>,
  seen: SeenForScaling,
): PlannedScaling {
  const { ended, memory, clusterName } = seen;
  if (!ended)
    return skipped(
      `operation ${request.operationId}, which was to end now, changed no sizes of ${clusterName}`,
    );
  if (ended.plan.action === 'hibernate') {
    if (memory?.operationId === ended.operationId) return wakeFrom(request, seen, memory, true);
    return skipped(`${clusterName} no longer sleeps as operation ${ended.operationId} put it to sleep`);
  }
  return memory ? backWhileAsleep(request, seen, ended.plan) : backFromResize(request, seen, ended.plan);
}
