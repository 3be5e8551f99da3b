import { leftovers } from '../runtime/ports/resources/leftovers.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteLeftover } from './delete-leftover.ts';

/** Takes a security group away: first the rules that mention it, one at a time, then the group. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteTasks.deleteSecurityGroup,
  { leftovers, operations, stacks },
  deleteLeftover,
);
