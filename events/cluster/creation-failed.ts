import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** A creation ended before the cluster was as its document says; what exists is kept, and applying again resumes. */
export const clusterCreationFailed = defineEvent(
  'ClusterCreationFailed',
  z.strictObject({
    ...factMembers,
    step: z.string(),
    error: z.string(),
    reason: z.string(),
    advice: z.string(),
  }),
);
