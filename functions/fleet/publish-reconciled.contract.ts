import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { reconciliation } from '../../domain/fleet/reconciliation.ts';

export const publishReconciled = defineContract({
  task: 'fleet/publish-reconciled',
  input: z.strictObject({ fleet: z.string(), revision: z.int().min(1), ...reconciliation }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes SchedulesReconciled',
    runsTwice: 'publishes the same again',
  },
});
