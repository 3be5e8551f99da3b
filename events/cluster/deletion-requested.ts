import * as z from 'zod';
import { clusterName, defineEvent, parent, requestMembers } from '../event.ts';

/** A cluster is to be deleted, with everything that was made for it. Starts `delete-cluster`. */
export const clusterDeletionRequested = defineEvent(
  'ClusterDeletionRequested',
  z.strictObject({
    ...requestMembers,
    /** The cluster's name, as EKS allows it; its region is the bus's own. */
    cluster: clusterName,
    /** The name once more: nothing is deleted on a slip of the hand. */
    confirm: z.string(),
    /** The operation that asks: the creation that is rolled back. */
    parent: parent.optional(),
  }),
);
