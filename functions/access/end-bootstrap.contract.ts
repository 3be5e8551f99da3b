import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const endBootstrap = defineContract({
  task: 'access/end-bootstrap',
  input: z.strictObject({
    operation: operationRef,
    /** What ended the fleet's way into the cluster, where the operation itself goes on. */
    caught: caughtError.exactOptional(),
  }),
  output: z.strictObject({ outcome: z.literal('Ended') }),
  // A pause does not keep it.
  throws: [...READ_ERRORS, 'Conflict', 'LeaseLost', 'QuotaExceeded', 'NotFound', 'InvalidRequest'],
  conflicts: 'half an hour',
  effect: {
    changes:
      "deletes the access entry of the function that is a cluster's administrator for a moment, where it was left; records why the fleet was not let in",
    runsTwice: 'finds no such entry any more, and records the same',
  },
});
