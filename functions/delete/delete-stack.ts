import { stackItem } from '../../domain/decide/compute-deletion.ts';
import { isStackOf } from '../../domain/decide/ownership.ts';
import { operations } from '../runtime/ports/operations.ts';
import { changingStacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { deleteItem } from './delete-item.ts';
import { deleteStack } from './delete-stack.contract.ts';
import { readDeleting } from './read-deleting.ts';

/** Deletes a generated stack that carries our tag of the cluster. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteStack,
  { operations, stacks: changingStacks },
  async ({ operation, key }, ports) => {
    const deleting = await readDeleting(operation, ports.operations, 0);
    const stack = await ports.stacks.describe(key.replace(/^stack\//, ''));
    const isOurs = stack !== undefined && isStackOf(operation.cluster.name, stack);
    return deleteItem({
      operation,
      key,
      items: isOurs ? [stackItem(stack, deleting)] : [],
      operations: ports.operations,
      delete: ({ request }, token) =>
        ports.stacks.delete((request as { readonly StackName: string }).StackName, token),
    });
  },
);
