import { leftOf } from './memory.ts';
import type { FormerSizes, GroupTarget, ScalingPlan } from './plan.ts';
import type { ScalingRequest } from './request.ts';
import { selectedGroups } from './resize.ts';
import type { SeenForScaling } from './seen.ts';
import { type Sizes, sameBounds, sameSizes } from './sizes.ts';

/**
 * The operations that left the groups of a request, where it matters what those are to end: of a resize for a time,
 * and of the end of one. A sleeping cluster goes by its memory instead.
 */
export function operationsBeneath(
  request: ScalingRequest,
  { groups, ended, left, memory }: Pick<SeenForScaling, 'groups' | 'ended' | 'left' | 'memory'>,
): ReadonlySet<string> {
  if (memory) return new Set();
  const keys =
    request.action === 'return'
      ? (ended?.plan.targets ?? [])
      : request.action === 'resize' && request.until !== undefined
        ? request.groups.flatMap(({ select }) => selectedGroups(select, groups))
        : [];
  const operations = new Set(keys.flatMap(({ key }) => leftOf(left, key)?.operationId ?? []));
  if (ended) operations.delete(ended.operationId);
  return operations;
}

/** The plan of the operation that left a group. */
export function lastPlan(
  { last, left }: Pick<SeenForScaling, 'last' | 'left'>,
  key: string,
): ScalingPlan | undefined {
  return last?.get(leftOf(left, key)?.operationId ?? '');
}

/**
 * The former sizes that lie beneath those of now, where the group's last operation has left them and they are to
 * end; none where they are there to stay, or something else has changed the group since.
 */
export function formersBeneath(
  present: { readonly key: string; readonly sizes: Sizes; readonly autoscaled: boolean },
  last: ScalingPlan | undefined,
): readonly FormerSizes[] {
  const same = present.autoscaled ? sameBounds : sameSizes;
  const target = last?.targets.find(({ key }) => key === present.key);
  if (!target || !same(target.sizes, present.sizes)) return [];
  const newest = last?.until === undefined ? [] : [{ until: last.until, sizes: target.before }];
  return [...newest, ...(target.formers ?? [])];
}

/**
 * What a group goes back to at the end (ISO 8601) of an operation. What that operation had found was to end as well
 * where another's `until` is up by then: the end of the other could do nothing, and this one does it.
 */
export function backTo(
  { before, formers = [] }: GroupTarget,
  end: string | undefined,
): { readonly sizes: Sizes; readonly formers: readonly FormerSizes[] } {
  const left = formers.findIndex(({ until }) => end === undefined || Date.parse(until) > Date.parse(end));
  const ended = left === -1 ? formers : formers.slice(0, left);
  return { sizes: ended.at(-1)?.sizes ?? before, formers: formers.slice(ended.length) };
}

/** Whether an operation has asked for a group's sizes that others are to end, too, and wants them for longer, or to stay. */
export function keeps(last: ScalingPlan | undefined, key: string, end: string | undefined): boolean {
  if (last?.action !== 'resize' || !last.targets.some((target) => target.key === key)) return false;
  return last.until === undefined || end === undefined || Date.parse(last.until) > Date.parse(end);
}
