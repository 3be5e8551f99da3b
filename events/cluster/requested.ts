import * as z from 'zod';
import { defineEvent, requestMembers } from '../event.ts';

/** A cluster is wanted as its ClusterConfig says. Starts `create-cluster` in the cluster's own region. */
export const clusterRequested = defineEvent(
  'ClusterRequested',
  z.strictObject({
    ...requestMembers,
    /** An eksctl ClusterConfig; read by `domain/cluster-config`, which names every field that it refuses. */
    config: z.record(z.string(), z.unknown()),
    /** Delete the resources of a failed creation. */
    rollbackOnFailure: z.boolean().optional(),
  }),
);
