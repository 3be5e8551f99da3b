import * as z from 'zod';
import { defineEvent, requestMembers } from '../event.ts';

/** A cluster is to be deleted, with everything that was made for it. Starts `delete-cluster`. */
export const clusterDeletionRequested = defineEvent(
  'ClusterDeletionRequested',
  z.strictObject({
    ...requestMembers,
    /** The cluster's name, as EKS allows it; its region is the bus's own. */
    cluster: z
      .string()
      .regex(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, 'letters, digits, - and _ only, at most 100'),
    /** The name once more: nothing is deleted on a slip of the hand. */
    confirm: z.string(),
  }),
);
