import * as z from 'zod';

/**
 * The state of the fleet's access to a cluster's Kubernetes API, kept in the fleet table beside the cluster. `ready`:
 * an access entry and the ClusterRole are there. `none`: the cluster's level needs none. `impossible`: the cluster
 * takes no access entries. `unreachable`: its endpoint is not open to the fleet's functions. `failed`: access was
 * possible, and was not achieved.
 */
export const kubernetesAccess = z.strictObject({
  is: z.enum(['ready', 'none', 'impossible', 'unreachable', 'failed']),
  /** The same in words, and the advice for a person. */
  says: z.string(),
});
export type KubernetesAccess = z.output<typeof kubernetesAccess>;
