import { computeStackItems, foundationStackItems } from '../../domain/decide/compute-deletion.ts';
import { operations } from '../runtime/ports/operations.ts';
import { changingStacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { deleteItem } from './delete-item.ts';
import { deleteStack } from './delete-stack.contract.ts';
import { readDeleting } from './phase-time.ts';

/** Deletes a generated stack, found by our tag of the cluster. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteStack,
  { operations, stacks: changingStacks },
  async ({ operation, key }, ports) => {
    const { name } = operation.cluster;
    const deleting = await readDeleting(operation, ports.operations, 0);
    const own = await ports.stacks.ofCluster(name);
    return deleteItem({
      operation,
      key,
      items: [...computeStackItems(name, own, deleting), ...foundationStackItems(name, own, deleting)],
      operations: ports.operations,
      delete: ({ request }, token) =>
        ports.stacks.delete((request as { readonly StackName: string }).StackName, token),
    });
  },
);
