import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { requestProblem } from '../../domain/operation/request.ts';

export const publishRejection = defineContract({
  task: 'operation/publish-rejection',
  input: z.strictObject({
    /** The event that is refused; it may be anything. */
    event: z.unknown(),
    requestId: z.string().optional(),
    problems: z.array(requestProblem).min(1),
  }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes RequestRejected, which a rule brings to the rejects queue',
    runsTwice: 'publishes again; the eventId in the fact tells that it is the same refusal',
  },
});
