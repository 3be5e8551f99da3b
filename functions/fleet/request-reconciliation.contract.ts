import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const requestReconciliation = defineContract({
  task: 'fleet/request-reconciliation',
  input: z.strictObject({ operation: operationRef, revision: z.int().min(1), region: z.string() }),
  output: z.strictObject({ outcome: z.literal('Requested') }),
  throws: [...READ_ERRORS, 'NotFound'],
  effect: {
    changes: 'puts SchedulesReconciliationRequested on the bus of one region',
    runsTwice: 'puts it again; what is reconciled already is found so',
  },
});
