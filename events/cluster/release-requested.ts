import * as z from 'zod';
import { clusterName, defineEvent, requestMembers } from '../event.ts';

/** The fleet is to forget a cluster, which stays as it is. Starts `release-cluster`. */
export const clusterReleaseRequested = defineEvent(
  'ClusterReleaseRequested',
  z.strictObject({
    ...requestMembers,
    /** The cluster's name, as EKS allows it; its region is the bus's own. */
    cluster: clusterName,
  }),
);
