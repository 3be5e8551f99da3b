import { observeControlPlane } from '../../domain/observe/control-plane.ts';
import { applyDecision } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { readTarget } from './target.ts';

/** Creates the control plane, or makes its next change. What if this runs twice? See `applyDecision`. */
export const handler = task(
  createTasks.applyControlPlane,
  { account, eks, operations },
  async (input, ports) => {
    const { operation, key, at, network } = input;
    const target = await readTarget(operation, ports);
    const { desired, decision } = await observeControlPlane(target, network, ports.eks);
    return applyDecision({
      operation,
      key,
      at,
      decision,
      operations: ports.operations,
      create: (token) => ports.eks.change({ operation: 'CreateCluster', request: desired.request }, token),
      update: (change, token) => ports.eks.change(change, token),
    });
  },
);
