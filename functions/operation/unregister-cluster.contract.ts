import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const unregisterCluster = defineContract({
  task: 'operation/unregister-cluster',
  input: z.strictObject({ operation: operationRef }),
  output: z.strictObject({ outcome: z.literal('Unregistered') }),
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'takes the cluster out of the fleet table',
    runsTwice: 'it is out of it already',
  },
});
