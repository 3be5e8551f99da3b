import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { operationRef } from '../../domain/operation/operation.ts';

const unansweredEvent = z.strictObject({
  id: z.string(),
  'detail-type': z.string(),
  detail: z.strictObject({ requestId: z.string().optional() }),
});

export const findAbandoned = defineContract({
  task: 'operation/find-abandoned',
  input: z.strictObject({
    /** Step Functions' status-change event of one execution, or a schedule's event, for a sweep of all leases. */
    event: z.object({
      'detail-type': z.string(),
      /** ISO 8601; of a sweep, when it was due. */
      time: z.string().optional(),
      detail: z.object({ executionArn: z.string().optional(), status: z.string().optional() }),
    }),
  }),
  output: z.strictObject({
    outcome: z.literal('Found'),
    abandoned: z.array(z.strictObject({ operation: operationRef, caught: caughtError })),
    /** Requests that nothing has accepted or refused, as a refusal tells of them. */
    unanswered: z.array(z.strictObject({ event: unansweredEvent, caught: caughtError })),
  }),
  throws: READ_ERRORS,
});
