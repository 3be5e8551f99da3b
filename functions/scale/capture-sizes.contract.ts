import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const captureSizes = defineContract({
  task: 'scale/capture-sizes',
  input: z.strictObject({ operation: operationRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Captured') }),
    /** An earlier run has written them. */
    z.strictObject({ outcome: z.literal('Unchanged') }),
  ]),
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'writes the sizes that a sleeping cluster wakes to',
    runsTwice: 'a capture is written only where nothing is remembered; other sizes replace the same again',
  },
});
