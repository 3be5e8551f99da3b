import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteContent } from './delete-content.ts';
import { deleteNodeGroup } from './delete-node-group.contract.ts';

/** Deletes a managed node group; EKS drains its nodes. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteNodeGroup, { contents, operations }, (input, ports) =>
  deleteContent('nodeGroup', input, ports),
);
