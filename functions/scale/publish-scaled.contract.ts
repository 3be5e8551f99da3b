import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const publishScaled = defineContract({
  task: 'scale/publish-scaled',
  input: z.strictObject({ operation: operationRef }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes ClusterScaled, ClusterHibernated, ClusterWoken or ClusterScaleIncomplete',
    runsTwice: 'publishes again; the operationId tells that it is the same fact',
  },
});
