import { leftovers } from '../runtime/ports/resources/leftovers.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteLeftover } from './delete-leftover.ts';

/** Terminates an instance that Kubernetes started for the cluster. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteTasks.terminateInstance, { leftovers, operations, stacks }, deleteLeftover);
