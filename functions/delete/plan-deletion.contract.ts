import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';
import { requestProblem } from '../../domain/operation/request.ts';

export const planDeletion = defineContract({
  task: 'delete/plan-deletion',
  input: z.strictObject({ operation: operationRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('Planned'),
      /** Names of the stacks that carry our tag of the cluster: found once, as that takes reading all of the region's. */
      stacks: z.array(z.string()),
    }),
    z.strictObject({ outcome: z.literal('Refused'), problems: z.array(requestProblem).min(1) }),
  ]),
  throws: READ_ERRORS,
});
