import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/**
 * The fleet has forgotten the cluster. The cluster is as it was, except for a ClusterRole of ours that gives no
 * permission to anybody.
 */
export const clusterReleased = defineEvent(
  'ClusterReleased',
  z.strictObject({ ...factMembers, version: z.literal('1') }),
);
