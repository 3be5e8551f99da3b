import * as z from 'zod';
import { CLAIM_ERRORS, defineContract } from '../../domain/contract.ts';
import { acceptance, acceptInput, busy, skipped } from '../../domain/operation/request.ts';

export const acceptRequest = defineContract({
  task: 'scale/accept-request',
  input: acceptInput,
  output: z.discriminatedUnion('outcome', [...acceptance.options, skipped, busy]),
  throws: CLAIM_ERRORS,
  effect: {
    changes:
      'claims the request id and records the operation, with the lease unless it is skipped, in one transaction',
    runsTwice: 'finds its own claim by the execution ARN and answers the same',
  },
});
