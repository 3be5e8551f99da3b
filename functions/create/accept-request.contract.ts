import * as z from 'zod';
import { CLAIM_ERRORS, defineContract } from '../../domain/contract.ts';
import { acceptance } from '../../domain/operation/request.ts';

export const acceptRequest = defineContract({
  task: 'create/accept-request',
  input: z.strictObject({
    /** The event as the rule delivered it; nothing of it is trusted before it is validated. */
    event: z.unknown(),
    executionArn: z.string(),
    executionName: z.string(),
    /** ISO 8601: when the state was entered. */
    at: z.string(),
  }),
  output: acceptance,
  throws: CLAIM_ERRORS,
  effect: {
    changes: 'claims the request id, takes the lease and records the operation, in one transaction',
    runsTwice: 'finds its own claim by the execution ARN and answers the same',
  },
});
