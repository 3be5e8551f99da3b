import { TaskError } from '../../domain/errors.ts';
import { markOf } from '../../domain/upgrade/nodes/replaced.ts';
import {
  type MovingGroup,
  oldInstances,
  type SeenScalingGroup,
} from '../../domain/upgrade/nodes/self-managed.ts';
import { pinsOf } from '../../domain/upgrade/pins.ts';
import type { NodesAsked, NodesPorts } from './nodes-asked.ts';

/** The groups of self-managed nodes that move with a step. */
export const movingGroups = ({ plan, step }: Pick<NodesAsked, 'plan' | 'step'>): readonly MovingGroup[] =>
  pinsOf(plan, step).autoScalingGroups.flatMap((pin) => (pin.leftBehind === undefined ? [pin] : []));

/** A group as it is, with the pods of the node that is being replaced. */
export async function seeScalingGroup(
  pin: MovingGroup,
  { plan: { api }, at }: Pick<NodesAsked, 'plan' | 'at'>,
  { kubernetes, scalingGroups }: Pick<NodesPorts, 'kubernetes' | 'scalingGroups'>,
): Promise<SeenScalingGroup> {
  if (!api) throw new TaskError('Unexpected', 'the plan replaces nodes, and has no API to ask');
  const [[group], nodes] = await Promise.all([scalingGroups.find([pin.name]), kubernetes.nodes(api)]);
  const [first] = group ? oldInstances(pin, group, nodes) : [];
  const node = nodes.find(({ instanceId }) => instanceId !== undefined && instanceId === first?.instanceId);
  if (!node || !markOf(node)) return { group, nodes, pods: [], budgets: [], at };
  const [pods, budgets] = await Promise.all([
    kubernetes.pods(api, { fieldSelector: `spec.nodeName=${node.name}` }),
    kubernetes.disruptionBudgets(api),
  ]);
  return { group, nodes, pods, budgets, at };
}
