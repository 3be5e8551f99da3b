import * as z from 'zod';
import { kubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import { level, notDescribed } from '../../domain/registry/registered-cluster.ts';
import { defineEvent, factMembers } from '../event.ts';

/** The fleet has the cluster, at this level. */
export const clusterAdopted = defineEvent(
  'ClusterAdopted',
  z.strictObject({
    ...factMembers,
    version: z.literal('1'),
    level,
    /** What of the cluster its document does not say, and why. */
    notDescribed: z.array(notDescribed),
    /** Whether the fleet may speak to its Kubernetes API, and why not. */
    kubernetesAccess: kubernetesAccess.exactOptional(),
  }),
);
