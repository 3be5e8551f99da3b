import { stackItem } from '../../domain/decide/compute-deletion.ts';
import { isStackOf } from '../../domain/decide/ownership.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteItem } from './delete-item.ts';
import { readDeleting } from './read-deleting.ts';
import { seenOf } from './read-forwarder.ts';

/** Deletes a generated stack that carries our tag of the cluster, or its VPC's forwarder, which nobody else needs. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteTasks.deleteStack,
  { deployment, operations, stacks: changingStacks },
  async ({ operation, key }, ports) => {
    const deleting = await readDeleting(operation, ports.operations, 0);
    const stackName = key.replace(/^stack\//, '');
    const stack = await ports.stacks.describe(stackName);
    const forwarder = await seenOf(stackName, ports.stacks, ports.deployment.stage);
    // A forwarder is its VPC's: it goes where no cluster holds it any more.
    const isOurs =
      stack !== undefined &&
      (forwarder ? forwarder.importers.length === 0 : isStackOf(operation.cluster.name, stack));
    return deleteItem({
      operation,
      key,
      items: isOurs ? [stackItem(stack, deleting)] : [],
      operations: ports.operations,
      ...(stack ? { at: stack.changedAt } : {}),
      delete: ({ request }, token) =>
        ports.stacks.delete((request as { readonly StackName: string }).StackName, token),
    });
  },
);
