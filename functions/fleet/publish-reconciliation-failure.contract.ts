import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';

export const publishReconciliationFailure = defineContract({
  task: 'fleet/publish-reconciliation-failure',
  input: z.strictObject({ caught: caughtError }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes SchedulesReconciliationFailed',
    runsTwice: 'publishes the same again',
  },
});
