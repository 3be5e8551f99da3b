import { same } from '../../decide/compare.ts';
import type { Change } from '../../decide/decision.ts';
import { type Difference, leavesOf } from '../../drift/differences.ts';
import type { NodeGroupChange } from './decide.ts';
import type { ObservedNodegroup } from './observed.ts';

type Config = Extract<NodeGroupChange, { operation: 'UpdateNodegroupConfig' }>['request'];

/** Requests say which labels and taints to add and to take away: they are shown as they are and as they should be. */
export function compareNodeGroup(
  key: string,
  { operation, request }: Change,
  observed: Pick<ObservedNodegroup, 'labels' | 'taints'>,
): readonly Difference[] | undefined {
  if (operation !== 'UpdateNodegroupConfig') return undefined;
  const { labels, taints } = request as Config;
  if (labels) {
    const { addOrUpdateLabels, removeLabels = [] } = labels;
    const none = Object.fromEntries(removeLabels.map((name) => [name, null]));
    return leavesOf(`${key}.labels`, { ...addOrUpdateLabels, ...none }, observed.labels);
  }
  if (!taints) return undefined;
  const { addOrUpdateTaints = [], removeTaints = [] } = taints;
  const { taints: found = [] } = observed;
  const kept = found.filter((taint) => !removeTaints.some((other) => same(other, taint)));
  return leavesOf(`${key}.taints`, [...kept, ...addOrUpdateTaints], observed.taints);
}
