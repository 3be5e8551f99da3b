import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';
import { requestProblem } from '../../domain/operation/request.ts';

export const registerCluster = defineContract({
  task: 'adopt/register-cluster',
  input: z.strictObject({
    operation: operationRef,
    /** ISO 8601: when the state was entered. */
    at: z.string(),
  }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Registered') }),
    z.strictObject({ outcome: z.literal('Refused'), problems: z.array(requestProblem).min(1) }),
  ]),
  throws: CHANGE_ERRORS,
  effect: {
    changes: "writes the cluster's description, or its new level, into the fleet table",
    runsTwice: 'finds what this operation has written and leaves it',
  },
});
