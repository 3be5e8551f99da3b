import { leftovers } from '../runtime/ports/resources/leftovers.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteLeftover } from './delete-leftover.ts';

/** Deletes an interface that nothing uses any more. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteTasks.deleteNetworkInterface,
  { leftovers, operations, stacks },
  deleteLeftover,
);
