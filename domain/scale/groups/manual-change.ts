import { lastSizesOf } from '../memory/memory.ts';
import type { SeenForScaling } from '../seen.ts';
import { documentSizes, isAutoscaled } from './document.ts';
import type { ScalableGroup } from './group.ts';
import { inWords, sameBounds, sameSizes } from './sizes.ts';

/**
 * The reason why a group is under a person's control, or undefined. Its sizes differ from its last sizes, also
 * from those that EKS was still at then, and from the document's, which an apply may have given it since. Where an autoscaler owns the number of nodes, only the
 * bounds count.
 */
export function manualChange(
  group: ScalableGroup,
  { left, config }: Pick<SeenForScaling, 'left' | 'config'>,
): string | undefined {
  const ours = lastSizesOf(left, group.key);
  if (!ours) return undefined;
  const same = isAutoscaled(group, config) ? sameBounds : sameSizes;
  const written = documentSizes(config).get(group.key);
  if ([ours.sizes, ours.asked, written].some((sizes) => sizes && same(group.sizes, sizes))) return undefined;
  return `somebody has changed it to ${inWords(group.sizes)} since operation ${ours.operationId} left it at ${inWords(ours.sizes)}`;
}
