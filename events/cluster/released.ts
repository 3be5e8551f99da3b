import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** The fleet has forgotten the cluster, which is as it was, but for a ClusterRole of ours that gives nobody anything. */
export const clusterReleased = defineEvent(
  'ClusterReleased',
  z.strictObject({ ...factMembers, version: z.literal('1') }),
);
