import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** The cluster and everything that was made for it are gone, except resources that hold data of the user's. */
export const clusterDeleted = defineEvent(
  'ClusterDeleted',
  z.strictObject({
    ...factMembers,
    version: z.literal('1'),
    /** Volumes that Kubernetes made and nothing uses any more: kept, because they hold data (docs/adr). */
    keptVolumes: z.array(z.string()),
  }),
);
