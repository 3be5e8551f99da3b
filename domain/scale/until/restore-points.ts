import { isAutoscaled } from '../groups/document.ts';
import type { ScalableGroup } from '../groups/group.ts';
import { type RestorePoint, type Sizes, sameBounds, sameSizes } from '../groups/sizes.ts';
import { lastSizesOf } from '../memory/memory.ts';
import type { GroupTarget, ScalingPlan } from '../plan.ts';
import type { ScalingRequest } from '../request.ts';
import { selectedGroups } from '../resize.ts';
import type { SeenForScaling } from '../seen.ts';

/**
 * The operations that left the groups of a request, where their ends matter: for a resize for a time, for the end of
 * one, and for a sleep, which remembers them. A sleeping cluster goes by its memory instead.
 */
export function operationsBeneath(
  request: ScalingRequest,
  { groups, ended, left, memory }: Pick<SeenForScaling, 'groups' | 'ended' | 'left' | 'memory'>,
): ReadonlySet<string> {
  if (memory) return new Set();
  const keys = (): readonly { readonly key: string }[] => {
    if (request.action === 'return') return ended?.plan.targets ?? [];
    if (request.action === 'hibernate') return groups;
    const ends = request.action === 'resize' && request.until !== undefined;
    return ends ? request.groups.flatMap(({ select }) => selectedGroups(select, groups)) : [];
  };
  const operations = new Set(keys().flatMap(({ key }) => lastSizesOf(left, key)?.operationId ?? []));
  if (ended) operations.delete(ended.operationId);
  return operations;
}

/** The plan and target of the operation that left a group; undefined where that is not on record. */
function lastTarget(
  { last, left }: Pick<SeenForScaling, 'last' | 'left'>,
  key: string,
): { readonly plan: ScalingPlan; readonly target: GroupTarget } | undefined {
  const plan = last?.get(lastSizesOf(left, key)?.operationId ?? '');
  const target = plan?.targets.find((one) => one.key === key);
  return plan && target && { plan, target };
}

/**
 * The restore points of the last sizes of a group, the newest first: none where the sizes are there to stay, undefined
 * where that is not known.
 */
export function restorePoints(
  seen: Pick<SeenForScaling, 'last' | 'left'>,
  key: string,
): readonly RestorePoint[] | undefined {
  const found = lastTarget(seen, key);
  if (!found) return undefined;
  const { plan, target } = found;
  if (plan.action !== 'resize') return target.formers;
  return plan.until === undefined
    ? []
    : [{ until: plan.until, sizes: target.before }, ...(target.formers ?? [])];
}

/** The same of the sizes of now: it is not known where something else has changed the group since. */
export function restorePointsBeneath(
  group: ScalableGroup,
  seen: Pick<SeenForScaling, 'last' | 'left' | 'config'>,
): readonly RestorePoint[] | undefined {
  const same = isAutoscaled(group, seen.config) ? sameBounds : sameSizes;
  const sizes = lastTarget(seen, group.key)?.target.sizes;
  return sizes && same(sizes, group.sizes) ? restorePoints(seen, group.key) : undefined;
}

/**
 * The sizes that a group goes back to at the end (ISO 8601) of an operation, with their restore points. If another
 * operation beneath was to end by then as well, its end could do nothing: this one does it.
 */
export function backTo(
  { before, formers }: GroupTarget,
  end: string | undefined,
): { readonly sizes: Sizes; readonly formers?: readonly RestorePoint[] } {
  if (!formers) return { sizes: before };
  const toCome = formers.findIndex(({ until }) => end === undefined || Date.parse(until) > Date.parse(end));
  const ended = toCome === -1 ? formers : formers.slice(0, toCome);
  return { sizes: ended.at(-1)?.sizes ?? before, formers: formers.slice(ended.length) };
}

/**
 * True where another operation than the one that ends wants the same sizes for longer, or to stay; their restore
 * points tell it.
 */
export function keeps(formers: readonly RestorePoint[] | undefined, end: string | undefined): boolean {
  if (!formers) return false;
  const [newest] = formers;
  return newest === undefined || end === undefined || Date.parse(newest.until) > Date.parse(end);
}
