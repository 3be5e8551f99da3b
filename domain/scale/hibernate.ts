import type { ScalableGroup } from './groups/group.ts';
import { manualChange } from './groups/manual-change.ts';
import { decideHold } from './inside/hold.ts';
import type { Provisioning } from './inside/provisioning.ts';
import { stopProvisioning, withNewPools } from './inside/stop-provisioning.ts';
import { nodeCounts, remember } from './memory/memory.ts';
import { type MemoryChange, type PlannedScaling, refused } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { ScalingRequest } from './request.ts';
import type { SeenForScaling } from './seen.ts';
import { restorePointsBeneath } from './until/restore-points.ts';

/**
 * The memory of a sleep. A cluster that sleeps already keeps its memory, also one from an operation that was stopped;
 * groups that have begun to start nodes since are added. Its way back is the newest `until`: the operation that asked
 * for it takes the memory over.
 */
function remembering(
  request: Extract<ScalingRequest, { action: 'hibernate' }>,
  seen: SeenForScaling,
  provisioning: Provisioning | undefined,
): MemoryChange | undefined {
  const { memory, operationId, at, groups, config } = seen;
  if (!memory) {
    const formersOf = (group: ScalableGroup) => restorePointsBeneath(group, seen);
    const captured = { operationId, capturedAt: at, groups: remember(groups, config, formersOf) };
    return { do: 'capture', memory: { ...captured, ...(provisioning ? { provisioning } : {}) } };
  }
  const grown = provisioning && withNewPools(memory, provisioning);
  if (request.until === undefined && !grown) return undefined;
  const owner = request.until === undefined ? memory.operationId : operationId;
  return {
    do: 'replace',
    memory: { ...(grown ?? memory), operationId: owner },
    former: memory.operationId,
    changed: [],
  };
}

/**
 * Plans a sleep: no nodes of groups, or of anything else that starts nodes. `maxSize` stays: EKS takes no 0, and the
 * way back needs it. A person's change is captured as it is, and restored. Only on a cluster that sleeps already, a
 * firing leaves a group alone that a person has raised since.
 */
export function hibernate(
  request: Extract<ScalingRequest, { action: 'hibernate' }>,
  seen: SeenForScaling,
): PlannedScaling {
  const { problems, change } = stopProvisioning(seen);
  if (problems.length > 0) return refused(...problems);
  const hold = decideHold(seen);
  if (hold.outcome === 'Held') return hold;
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
  const memory = remembering(request, seen, change?.provisioning);
  return planOf(seen, request, {
    targets,
    leftAlone,
    notes: hold.notes,
    ...(change ? { provisioning: change } : {}),
    ...(memory ? { memory } : {}),
  });
}
