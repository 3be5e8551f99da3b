import { observeControlPlane } from '../../domain/observe/control-plane.ts';
import { account } from '../runtime/ports/account.ts';
import { eks } from '../runtime/ports/eks.ts';
import { operations } from '../runtime/ports/operations.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { applyDecision } from './apply.ts';
import { applyControlPlane } from './apply-control-plane.contract.ts';
import { readTarget } from './target.ts';

/** Creates the control plane, or makes its next change. What if this runs twice? See `applyDecision`. */
export const handler = task(applyControlPlane, { account, eks, operations, stacks }, async (input, ports) => {
  const { operation, key, at } = input;
  const target = await readTarget(input, ports);
  const { desired, decision } = await observeControlPlane(target, ports);
  return applyDecision({
    operation,
    key,
    at,
    decision,
    operations: ports.operations,
    create: (token) => ports.eks.change({ operation: 'CreateCluster', request: desired.request }, token),
    update: (change, token) => ports.eks.change(change, token),
  });
});
