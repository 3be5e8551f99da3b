import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const registerCluster = defineContract({
  task: 'create/register-cluster',
  input: z.strictObject({
    operation: operationRef,
    /** ISO 8601: when the state was entered. */
    at: z.string(),
  }),
  output: z.strictObject({ outcome: z.literal('Registered') }),
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'writes the cluster and the document that it is now like into the fleet table',
    runsTwice: 'writes the same again',
  },
});
