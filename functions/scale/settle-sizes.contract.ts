import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const settleSizes = defineContract({
  task: 'scale/settle-sizes',
  input: z.strictObject({ operation: operationRef, at: z.string() }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Settled') }),
    /** What is missing, in one sentence. */
    z.strictObject({ outcome: z.literal('Incomplete'), reason: z.string() }),
  ]),
  throws: CHANGE_ERRORS,
  effect: {
    changes:
      'records what came of the operation and what it left, lets the memory of a cluster that is awake go, and adds what its sleep has saved, in one transaction',
    runsTwice: 'writes the newer look; each saving is under the name of its operation and is not added twice',
  },
});
