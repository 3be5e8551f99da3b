import { documentSizes, isAutoscaled } from './groups/document.ts';
import type { ScalableGroup } from './groups/group.ts';
import { manualChange } from './groups/manual-change.ts';
import { inWords, type Sizes, sameSizes } from './groups/sizes.ts';
import { type Memory, nodeCounts } from './memory/memory.ts';
import { type GroupTarget, type PlannedScaling, refused } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { ScalingRequest } from './request.ts';
import type { SeenForScaling } from './seen.ts';

interface Waking {
  readonly sizes: Sizes;
  readonly formers: GroupTarget['formers'];
  readonly note?: string;
}

/**
 * The sizes that a group wakes to: as it was, unless the document's own sizes have changed since. Undefined where
 * neither knows it.
 */
function wakingSizes(group: ScalableGroup, memory: Memory, document: Sizes | undefined): Waking | undefined {
  const remembered = memory.groups.find(({ key }) => key === group.key);
  if (!remembered)
    return (
      document && { sizes: document, formers: [], note: `${group.name} is new: it gets the document's sizes` }
    );
  const hasChanged = document && remembered.document && !sameSizes(document, remembered.document);
  if (!hasChanged) return { sizes: remembered.sizes, formers: remembered.formers };
  const note = `the document has changed the sizes of ${group.name}: it wakes to ${inWords(document)}, not to ${inWords(remembered.sizes)} as before`;
  return { sizes: document, formers: [], note };
}

/**
 * The plan that wakes a sleeping cluster. With `protects`, groups that a person has changed while it slept are left
 * alone.
 */
export function wakeFrom(
  request: ScalingRequest,
  seen: SeenForScaling,
  memory: Memory,
  protects: boolean,
): PlannedScaling {
  const written = documentSizes(seen.config);
  const targets: GroupTarget[] = [];
  const leftAlone: { name: string; reason: string }[] = [];
  const notes: string[] = [];
  for (const group of seen.groups) {
    const waking = wakingSizes(group, memory, written.get(group.key));
    const changed = protects ? manualChange(group, seen) : undefined;
    if (changed !== undefined) leftAlone.push({ name: group.name, reason: changed });
    if (!waking || changed !== undefined) continue;
    if (waking.note !== undefined) notes.push(waking.note);
    targets.push({
      key: group.key,
      kind: group.kind,
      name: group.name,
      isWindows: group.isWindows,
      before: group.sizes,
      ...(waking.formers ? { formers: waking.formers } : {}),
      sizes: waking.sizes,
      reach: isAutoscaled(group, seen.config) ? 'started' : 'exact',
      nodes: nodeCounts(group),
    });
  }
  const gone = memory.groups.filter(({ key }) => !seen.groups.some((group) => group.key === key));
  notes.push(...gone.map(({ name }) => `${name} is gone since the cluster fell asleep`));
  const { provisioning } = memory;
  return planOf(seen, request, {
    targets,
    leftAlone,
    notes,
    memory: { do: 'forget', memory },
    ...(provisioning ? { provisioning: { do: 'start', since: seen.at, provisioning } } : {}),
  });
}

/** Back to the sizes from before the cluster fell asleep. */
export function wake(
  request: Extract<ScalingRequest, { action: 'wake' }>,
  seen: SeenForScaling,
): PlannedScaling {
  const isFiring = request.schedule !== undefined;
  if (seen.memory) return wakeFrom(request, seen, seen.memory, isFiring && !request.overridesManualChanges);
  const reason = `${seen.clusterName} is not hibernating: no sizes of before are known to wake it to`;
  if (isFiring) return { outcome: 'Skipped', reason };
  return refused({ path: 'detail.action', message: `${reason}; give its groups sizes by name instead` });
}
