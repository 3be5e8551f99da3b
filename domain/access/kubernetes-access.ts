import * as z from 'zod';

/**
 * Whether the fleet may speak to a cluster's Kubernetes API, as the fleet table keeps it beside the cluster. `ready`: an
 * access entry and the ClusterRole are there. `none`: the cluster's level needs none. `impossible`: it takes no access
 * entries. `unreachable`: its endpoint is not open to the fleet's functions. `failed`: it could be, and came to nothing.
 */
export const kubernetesAccess = z.strictObject({
  is: z.enum(['ready', 'none', 'impossible', 'unreachable', 'failed']),
  /** The same in words, and what a person may do about it. */
  says: z.string(),
});
export type KubernetesAccess = z.output<typeof kubernetesAccess>;
