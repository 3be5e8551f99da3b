import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { waitingRef } from '../../domain/operation/waiting.ts';

export const findWaiting = defineContract({
  task: 'operation/find-waiting',
  input: z.strictObject({}),
  output: z.strictObject({ outcome: z.literal('Found'), waiting: z.array(waitingRef) }),
  throws: READ_ERRORS,
});
