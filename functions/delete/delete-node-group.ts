import { nodeGroupItems } from '../../domain/decide/compute-deletion.ts';
import { parts } from '../runtime/ports/cluster-parts.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteItem } from './delete-item.ts';
import { deleteNodeGroup } from './delete-node-group.contract.ts';
import { namesOf } from './own-stacks.ts';
import { readDeleting } from './read-deleting.ts';

/** Deletes a managed node group; EKS drains its nodes. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteNodeGroup, { operations, parts }, async ({ operation, key }, ports) => {
  const { name } = operation.cluster;
  const deleting = await readDeleting(operation, ports.operations, 0);
  return deleteItem({
    operation,
    key,
    items: nodeGroupItems(name, await ports.parts.nodeGroups(name, namesOf('nodeGroup', [key])), deleting),
    operations: ports.operations,
    delete: (change) => ports.parts.change(change),
  });
});
