import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';
import { requestProblem } from '../../domain/operation/request.ts';

export const planCluster = defineContract({
  task: 'create/plan-cluster',
  input: z.strictObject({ operation: operationRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Planned'), warnings: z.array(requestProblem) }),
    z.strictObject({ outcome: z.literal('Refused'), problems: z.array(requestProblem).min(1) }),
  ]),
  // It changes nothing of the account's: no pause keeps it.
  throws: CHANGE_ERRORS.filter((name) => name !== 'Paused'),
  effect: {
    changes: 'records the zones and the given subnets that every later step is to agree on',
    runsTwice: 'records again what it observes',
  },
});
