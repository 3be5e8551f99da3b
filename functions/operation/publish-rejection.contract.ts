import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { requestProblem } from '../../domain/operation/request.ts';

export const publishRejection = defineContract({
  task: 'operation/publish-rejection',
  input: z.strictObject({
    /** What is told of the event that is refused: its id, detail-type and request id, of which any may be missing. */
    event: z.unknown(),
    /** Why: what is wrong with the request, or the error that kept the workflow from reading it. */
    refusal: z.union([
      z.strictObject({ problems: z.array(requestProblem).min(1) }),
      z.strictObject({ caught: caughtError }),
    ]),
  }),
  output: z.strictObject({
    outcome: z.literal('Published'),
    /** All reasons on one line, for the execution's own end. */
    reason: z.string(),
  }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes RequestRejected, which a rule brings to the rejects queue',
    runsTwice: 'publishes again; the eventId in the fact tells that it is the same refusal',
  },
});
