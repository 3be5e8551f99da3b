import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** The fleet has forgotten the cluster, which is as it was. */
export const clusterReleased = defineEvent(
  'ClusterReleased',
  z.strictObject({ ...factMembers, version: z.literal('1') }),
);
