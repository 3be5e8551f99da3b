import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationFailure, operationRef } from '../../domain/operation/operation.ts';

export const publishFailure = defineContract({
  task: 'operation/publish-failure',
  input: z.strictObject({ operation: operationRef, failure: operationFailure }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: "publishes the failure fact of the operation's kind",
    runsTwice: 'publishes again; the operationId tells that it is the same fact',
  },
});
