import { fargateProfileItems } from '../../domain/decide/compute-deletion.ts';
import { parts } from '../runtime/ports/cluster-parts.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteFargateProfile } from './delete-fargate-profile.contract.ts';
import { deleteItem } from './delete-item.ts';
import { namesOf } from './own-stacks.ts';
import { readDeleting } from './read-deleting.ts';

/** Deletes a Fargate profile. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteFargateProfile,
  { operations, parts },
  async ({ operation, key }, ports) => {
    const { name } = operation.cluster;
    const deleting = await readDeleting(operation, ports.operations, 0);
    return deleteItem({
      operation,
      key,
      items: fargateProfileItems(
        name,
        await ports.parts.fargateProfiles(name, namesOf('fargateProfile', [key])),
        deleting,
      ),
      operations: ports.operations,
      delete: (change) => ports.parts.change(change),
    });
  },
);
