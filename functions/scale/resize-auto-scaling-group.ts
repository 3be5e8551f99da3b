import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';
import { resizeGroup } from './resize-group.ts';

/** Gives a self-managed node group its sizes. What if this runs twice? See `applyDecision`. */
export const handler = task(scaleTasks.resizeAutoScalingGroup, { nodeGroups, operations }, (input, ports) =>
  resizeGroup(input, ports),
);
