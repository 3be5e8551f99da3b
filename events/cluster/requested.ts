import * as z from 'zod';
import { defineEvent, requestMembers } from '../event.ts';

/** A cluster is wanted as its ClusterConfig says. Starts `create-cluster` in the cluster's own region. */
export const clusterRequested = defineEvent(
  'ClusterRequested',
  z.strictObject({
    ...requestMembers,
    /** An eksctl ClusterConfig; read by `domain/cluster-config`, which names every field that it refuses. */
    config: z.record(z.string(), z.unknown()),
    /** Delete what a failed creation has made. */
    rollbackOnFailure: z.boolean().optional(),
  }),
);
