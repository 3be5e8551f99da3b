import { TaskError } from '../../domain/errors.ts';
import { decideRaising } from '../../domain/failover/capacity.ts';
import { tokenOf, whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { requireMove } from './guard-of.ts';
import { readMove } from './move-of.ts';

/** Raises a node group to the nodes that the move wants. What if this runs twice? See the contract. */
export const handler = task(
  failoverTasks.raiseNodeGroup,
  { account, guards, nodeGroups, operations },
  async ({ operation, key, at }, ports) => {
    const move = await readMove(operation, ports.operations);
    const target = move.capacity.groups.find((group) => group.key === key);
    if (!target) throw new TaskError('InvalidInput', `the move wants no node group ${key}`);
    const { name } = operation.cluster;
    const sizes = await ports.nodeGroups.sizesOf(name, target);
    // One that EKS updates has sizes of its own at Auto Scaling.
    const found = sizes?.status === 'UPDATING' ? (await ports.nodeGroups.groups(name, [target]))[0] : sizes;
    const decision = decideRaising(target, found, name);
    if (decision.do === 'fail') throw new TaskError('NotFound', decision.reason);
    if (decision.do !== 'update') return { outcome: 'Unchanged' as const };
    await requireMove(move, operation, ports);
    const token = tokenOf(operation, key, [decision.change, at]);
    await whileHeld(operation, ports.operations, () => ports.nodeGroups.change(decision.change, token));
    return { outcome: 'Applied' as const, change: decision.summary };
  },
);
