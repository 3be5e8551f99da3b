import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const scheduleReturn = defineContract({
  task: 'scale/schedule-return',
  input: z.strictObject({ operation: operationRef }),
  output: z.strictObject({ outcome: z.literal('Scheduled') }),
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'makes the schedule that asks once for the former sizes to return, and then deletes itself',
    runsTwice: 'finds the schedule by its name, which is of the operation, and writes it again',
  },
});
