import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const publishApplied = defineContract({
  task: 'fleet/publish-applied',
  input: z.strictObject({
    operation: operationRef,
    revision: z.int().min(1),
    regions: z.array(z.string()),
  }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: [...READ_ERRORS, 'NotFound'],
  effect: {
    changes: 'publishes FleetApplied',
    runsTwice: 'publishes again; the operationId tells that it is the same fact',
  },
});
