import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { operationFailure, operationRef } from '../../domain/operation/operation.ts';
import { requestProblem } from '../../domain/operation/request.ts';

export const endOperation = defineContract({
  task: 'operation/end-operation',
  input: z.discriminatedUnion('result', [
    z.strictObject({ result: z.literal('Succeeded'), operation: operationRef, at: z.string() }),
    z.strictObject({
      result: z.literal('Failed'),
      operation: operationRef,
      at: z.string(),
      caught: caughtError,
    }),
    z.strictObject({
      result: z.literal('Rejected'),
      operation: operationRef,
      at: z.string(),
      /** Absent in what began under an earlier release. */
      problems: z.array(requestProblem).exactOptional(),
    }),
    /** A schedule's, which found a reason not to act; or one whose time was up. */
    z.strictObject({
      result: z.enum(['Skipped', 'Incomplete']),
      operation: operationRef,
      at: z.string(),
      reason: z.string(),
    }),
  ]),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Succeeded') }),
    z.strictObject({ outcome: z.literal('Failed'), failure: operationFailure }),
    z.strictObject({ outcome: z.literal('Rejected') }),
    z.strictObject({ outcome: z.literal('Skipped') }),
    z.strictObject({ outcome: z.literal('Incomplete') }),
  ]),
  throws: READ_ERRORS,
  effect: {
    changes:
      'records how the operation ended, and where it did not succeed the step and the reason; one that succeeded leaves its lease in the same transaction',
    runsTwice: 'the first end that is written stays, and a lease is freed of its own epoch only',
  },
});
