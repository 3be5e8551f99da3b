import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const releaseLease = defineContract({
  task: 'operation/release-lease',
  input: z.strictObject({ operation: operationRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Released') }),
    /** A newer operation holds the lease: there was nothing to free. */
    z.strictObject({ outcome: z.literal('Superseded') }),
  ]),
  throws: READ_ERRORS,
  effect: {
    changes: 'removes the holder of the lease, if this epoch still holds it',
    runsTwice: 'the epoch is unchanged and the holder is already gone',
  },
});
