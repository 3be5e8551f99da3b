import { leftovers } from '../runtime/ports/leftovers.ts';
import { operations } from '../runtime/ports/operations.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { deleteLeftover } from './delete-leftover.ts';
import { terminateInstance } from './terminate-instance.contract.ts';

/** Terminates an instance that Kubernetes started for the cluster. What if this runs twice? See `deleteItem`. */
export const handler = task(terminateInstance, { leftovers, operations, stacks }, deleteLeftover);
