import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';

export const listScheduled = defineContract({
  task: 'fleet/list-scheduled',
  input: z.strictObject({
    fleet: z.string(),
    /** Where the page begins, as the page before said; empty for the first. */
    from: z.string(),
  }),
  output: z.strictObject({
    outcome: z.literal('Listed'),
    /** Names of clusters that have schedules, or are to have some. */
    clusters: z.array(z.string()),
    /** Where the next page begins; empty after the last. */
    next: z.string(),
  }),
  throws: READ_ERRORS,
});
