import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** The cluster and everything that was made for it are gone. */
export const clusterDeleted = defineEvent(
  'ClusterDeleted',
  z.strictObject({ ...factMembers, version: z.literal('1') }),
);
