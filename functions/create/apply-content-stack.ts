import { stack } from '../../domain/contents/stack/stack.ts';
import { contentOf, desiredOf } from '../../domain/observe/contents.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { applyGeneratedStack } from './generated-stack.ts';
import { readTarget } from './target.ts';

/** Creates or updates the stack of a self-managed node group, of roles or of a launch template. */
export const handler = task(
  createTasks.applyContentStack,
  { account, contents, operations, stacks: changingStacks },
  async (input, ports) => {
    const { operation, key } = input;
    const target = await readTarget(operation, ports);
    const content = contentOf(await desiredOf(target, input, ports.contents), stack, key);
    return applyGeneratedStack(content.stack, { operation, target, ports });
  },
);
