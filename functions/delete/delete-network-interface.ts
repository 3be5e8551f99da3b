import { leftovers } from '../runtime/ports/leftovers.ts';
import { operations } from '../runtime/ports/operations.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { deleteLeftover } from './delete-leftover.ts';
import { deleteNetworkInterface } from './delete-network-interface.contract.ts';

/** Deletes an interface that nothing uses any more. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteNetworkInterface, { leftovers, operations, stacks }, deleteLeftover);
