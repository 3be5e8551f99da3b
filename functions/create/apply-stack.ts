import { TaskError } from '../../domain/errors.ts';
import { account } from '../runtime/ports/account.ts';
import { operations } from '../runtime/ports/operations.ts';
import { changingStacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { applyDecision } from './apply.ts';
import { applyStack } from './apply-stack.contract.ts';
import { decideDatedStack, foundationOf, foundationStacks } from './foundation.ts';
import { readTarget } from './target.ts';

/** Creates or updates one generated stack. What if this runs twice? See `applyDecision`. */
export const handler = task(
  applyStack,
  { account, operations, stacks: changingStacks },
  async ({ operation, key }, ports) => {
    const target = await readTarget(operation, ports);
    const stack = foundationStacks(foundationOf(target)).find((candidate) => candidate.key === key);
    if (!stack) throw new TaskError('InvalidInput', `the document calls for no ${key}`);
    const decision = decideDatedStack(stack, await ports.stacks.describe(stack.stackName), target);
    return applyDecision({
      operation,
      key,
      decision,
      operations: ports.operations,
      create: (token) => ports.stacks.create(stack, token),
      update: (change, token) =>
        change.operation === 'DeleteStack'
          ? ports.stacks.delete(stack.stackName, token)
          : ports.stacks.update(stack, token),
    });
  },
);
