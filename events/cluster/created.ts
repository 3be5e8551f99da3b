import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** The cluster is as its document says, and ACTIVE. */
export const clusterCreated = defineEvent(
  'ClusterCreated',
  z.strictObject({ ...factMembers, version: z.literal('1'), kubernetesVersion: z.string() }),
);
