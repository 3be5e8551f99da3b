import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteContent } from './delete-content.ts';

/** Deletes a capability. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteTasks.deleteCapability, { contents, operations }, (input, ports) =>
  deleteContent('capability', input, ports),
);
