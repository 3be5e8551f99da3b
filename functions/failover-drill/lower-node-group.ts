import { TaskError } from '../../domain/errors.ts';
import { decideLowering } from '../../domain/failover/drill/put-back.ts';
import { readMove } from '../failover/move-of.ts';
import { tokenOf, whileHeld } from '../runtime/change.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

/** Puts a node group back to the nodes that it had before the drill. What if this runs twice? See the contract. */
export const handler = task(
  failoverDrillTasks.lowerNodeGroup,
  { nodeGroups, operations },
  async ({ operation, key, at }, ports) => {
    const { capacity, drill } = await readMove(operation, ports.operations);
    const target = capacity.groups.find((group) => group.key === key);
    if (!target || !drill) throw new TaskError('InvalidInput', `the drill has no node group ${key}`);
    const { name } = operation.cluster;
    const decision = decideLowering(target, drill, await ports.nodeGroups.sizesOf(name, target), name);
    if (decision.do !== 'update') return { outcome: 'Unchanged' as const };
    const token = tokenOf(operation, key, [decision.change, at]);
    await whileHeld(operation, ports.operations, () => ports.nodeGroups.change(decision.change, token));
    return { outcome: 'Applied' as const, change: decision.summary };
  },
);
