import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { clusterRef } from '../../domain/operation/operation.ts';

export const listClusters = defineContract({
  task: 'drift/list-clusters',
  input: z.strictObject({
    /** Where the page begins, as the page before said; empty for the first. */
    from: z.string(),
  }),
  output: z.strictObject({
    outcome: z.literal('Listed'),
    clusters: z.array(clusterRef),
    /** Where the next page begins; empty after the last. */
    next: z.string(),
  }),
  throws: READ_ERRORS,
});
