import * as z from 'zod';
import { kubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import { level } from '../../domain/registry/level.ts';
import { notDescribed } from '../../domain/registry/registered-cluster.ts';
import { defineEvent, factMembers } from '../event.ts';

/** The fleet has the cluster, at this level. */
export const clusterAdopted = defineEvent(
  'ClusterAdopted',
  z.strictObject({
    ...factMembers,
    version: z.literal('1'),
    level,
    /** Parts of the cluster that its document does not describe, and why. */
    notDescribed: z.array(notDescribed),
    /** The state of the fleet's access to its Kubernetes API, with the reason if it has none. */
    kubernetesAccess: kubernetesAccess.exactOptional(),
  }),
);
