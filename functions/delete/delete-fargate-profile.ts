import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteContent } from './delete-content.ts';

/** Deletes a Fargate profile. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteTasks.deleteFargateProfile, { contents, operations }, (input, ports) =>
  deleteContent('fargateProfile', input, ports),
);
