import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const publishReleased = defineContract({
  task: 'release/publish-released',
  input: z.strictObject({ operation: operationRef }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes ClusterReleased',
    runsTwice: 'publishes again; the operationId tells that it is the same fact',
  },
});
