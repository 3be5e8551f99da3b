import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteContent } from './delete-content.ts';

/** Deletes a managed node group; EKS drains its nodes. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteTasks.deleteNodeGroup, { contents, operations }, (input, ports) =>
  deleteContent('nodeGroup', input, ports),
);
