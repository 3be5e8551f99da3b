import { eks } from '../runtime/ports/cluster/eks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { controlPlaneItems } from './control-plane.ts';
import { deleteItem } from './delete-item.ts';
import { readDeleting } from './read-deleting.ts';

/** Deletes the control plane; its add-ons, entries and associations go with it. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteTasks.deleteControlPlane,
  { eks, operations },
  async ({ operation, key }, ports) => {
    const deleting = await readDeleting(operation, ports.operations, 0);
    return deleteItem({
      operation,
      key,
      items: await controlPlaneItems(operation.cluster.name, deleting, ports.eks),
      operations: ports.operations,
      delete: (change, token) => ports.eks.change(change, token),
    });
  },
);
