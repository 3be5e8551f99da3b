import { TaskError } from '../../domain/errors.ts';
import { foundationOf, foundationStacks } from '../../domain/observe/foundation.ts';
import { account } from '../runtime/ports/account/account.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { applyGeneratedStack } from './generated-stack.ts';
import { readTarget } from './target.ts';

/** Creates or updates the stack of the network or of the roles. */
export const handler = task(
  createTasks.applyStack,
  { account, operations, stacks: changingStacks },
  async (input, ports) => {
    const { operation, key } = input;
    const target = await readTarget(operation, ports);
    const stack = foundationStacks(foundationOf(target)).find((candidate) => candidate.key === key);
    if (!stack) throw new TaskError('InvalidInput', `the document calls for no ${key}`);
    return applyGeneratedStack(stack, { operation, target, ports });
  },
);
