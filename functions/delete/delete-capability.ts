import { capabilityItems } from '../../domain/decide/compute-deletion.ts';
import { parts } from '../runtime/ports/cluster-parts.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteCapability } from './delete-capability.contract.ts';
import { deleteItem } from './delete-item.ts';
import { namesOf } from './own-stacks.ts';
import { readDeleting } from './read-deleting.ts';

/** Deletes a capability. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteCapability, { operations, parts }, async ({ operation, key }, ports) => {
  const { name } = operation.cluster;
  const deleting = await readDeleting(operation, ports.operations, 0);
  return deleteItem({
    operation,
    key,
    items: capabilityItems(
      name,
      await ports.parts.capabilities(name, namesOf('capability', [key])),
      deleting,
    ),
    operations: ports.operations,
    delete: (change) => ports.parts.change(change),
  });
});
