import * as z from 'zod';
import { CLAIM_ERRORS, defineContract } from '../../domain/contract.ts';
import { acceptance, acceptInput } from '../../domain/operation/request.ts';
import { skippedOperation } from '../../domain/scale/skipped.ts';

export const acceptRequest = defineContract({
  task: 'scale/accept-request',
  input: acceptInput,
  output: z.discriminatedUnion('outcome', [
    ...acceptance.options,
    /** A schedule's, which found a reason not to act: it is on record, and holds no lease. */
    z.strictObject({ outcome: z.literal('Skipped'), operation: skippedOperation, reason: z.string() }),
    /** A schedule's, and another operation holds the lease: it asks again. */
    z.strictObject({ outcome: z.literal('Busy'), waitSeconds: z.int().min(1) }),
  ]),
  throws: CLAIM_ERRORS,
  effect: {
    changes:
      'claims the request id and records the operation, with the lease unless it is skipped, in one transaction',
    runsTwice: 'finds its own claim by the execution ARN and answers the same',
  },
});
