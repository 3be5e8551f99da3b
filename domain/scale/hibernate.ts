import { manualChange } from './manual-change.ts';
import { nodeCounts, remember } from './memory.ts';
import { type MemoryChange, type PlannedScaling, refused } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { ScalingRequest } from './request.ts';
import type { SeenForScaling } from './seen.ts';

/** Nodes that no group has are started and ended by controllers in the cluster. */
function otherNodes({ isAutoMode, config }: SeenForScaling): string | undefined {
  if (isAutoMode) return 'Auto Mode';
  return config.karpenter ? 'Karpenter' : undefined;
}

/**
 * What is remembered of a cluster that sleeps already stays, also what an operation left that was stopped. Its way
 * back is the newest `until`: whoever asked for that one takes the memory over.
 */
function remembering(
  request: Extract<ScalingRequest, { action: 'hibernate' }>,
  { memory, operationId, at, groups, config }: SeenForScaling,
): MemoryChange | undefined {
  if (!memory)
    return { do: 'capture', memory: { operationId, capturedAt: at, groups: remember(groups, config) } };
  if (request.until === undefined) return undefined;
  return { do: 'replace', memory: { ...memory, operationId }, former: memory.operationId, changed: [] };
}

/**
 * To no nodes. `maxSize` stays: EKS takes no 0, and the way back needs it. What a person has changed is captured as
 * it is, and restored; only while the cluster sleeps already is a group that a person has raised since left alone by
 * a firing.
 */
export function hibernate(
  request: Extract<ScalingRequest, { action: 'hibernate' }>,
  seen: SeenForScaling,
): PlannedScaling {
  const others = otherNodes(seen);
  if (others) {
    const message = `${others} starts nodes for ${seen.clusterName} that no group has; ending them needs the cluster's Kubernetes API, which is not spoken to yet: scale its groups by name instead`;
    return refused({ path: 'detail.action', message });
  }
  const protects = seen.memory && request.schedule !== undefined && request.overridesManualChanges !== true;
  const leftAlone = seen.groups.flatMap((group) => {
    const reason = protects ? manualChange(group, seen) : undefined;
    return reason === undefined ? [] : [{ name: group.name, reason }];
  });
  const targets = seen.groups
    .filter(({ name }) => !leftAlone.some((left) => left.name === name))
    .map((group) => ({
      key: group.key,
      kind: group.kind,
      name: group.name,
      isWindows: group.isWindows,
      before: group.sizes,
      sizes: { ...group.sizes, minSize: 0, desiredSize: 0 },
      reach: 'exact' as const,
      nodes: nodeCounts(group),
    }));
  const memory = remembering(request, seen);
  return planOf(seen, request, { targets, leftAlone, ...(memory ? { memory } : {}) });
}
