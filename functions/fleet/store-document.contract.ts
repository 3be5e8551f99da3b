import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const storeDocument = defineContract({
  task: 'fleet/store-document',
  input: z.strictObject({ operation: operationRef, at: z.string() }),
  output: z.strictObject({
    outcome: z.literal('Stored'),
    revision: z.int().min(1),
    /** The regions that have, or may still have, schedules of it. */
    regions: z.array(z.string()),
  }),
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'writes the document of the request, or that it is gone, under the next revision',
    runsTwice: 'finds what this operation itself wrote, and answers the same',
  },
});
