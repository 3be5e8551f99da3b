import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteCapability } from './delete-capability.contract.ts';
import { deleteContent } from './delete-content.ts';

/** Deletes a capability. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteCapability, { contents, operations }, (input, ports) =>
  deleteContent('capability', input, ports),
);
