import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteContent } from './delete-content.ts';
import { deleteFargateProfile } from './delete-fargate-profile.contract.ts';

/** Deletes a Fargate profile. What if this runs twice? See `deleteItem`. */
export const handler = task(deleteFargateProfile, { contents, operations }, (input, ports) =>
  deleteContent('fargateProfile', input, ports),
);
