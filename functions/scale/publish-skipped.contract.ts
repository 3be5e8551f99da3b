import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { skippedOperation } from '../../domain/operation/operation.ts';

export const publishSkipped = defineContract({
  task: 'scale/publish-skipped',
  input: z.strictObject({
    /** With its epoch, where it held the lease. */
    operation: skippedOperation.extend({ epoch: z.int().optional() }),
    reason: z.string(),
  }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes ScheduleSkipped',
    runsTwice: 'publishes again; the operationId tells that it is the same fact',
  },
});
