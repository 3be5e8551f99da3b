import * as z from 'zod';
import { kubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import { defineEvent, factMembers } from '../event.ts';

/** The cluster is as its document says, and ACTIVE. */
export const clusterCreated = defineEvent(
  'ClusterCreated',
  z.strictObject({
    ...factMembers,
    version: z.literal('1'),
    kubernetesVersion: z.string(),
    /** The state of the fleet's access to its Kubernetes API, with the reason if it has none. */
    kubernetesAccess: kubernetesAccess.exactOptional(),
  }),
);
