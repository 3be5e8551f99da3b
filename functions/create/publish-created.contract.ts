import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const publishCreated = defineContract({
  task: 'create/publish-created',
  input: z.strictObject({ operation: operationRef, kubernetesVersion: z.string() }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes ClusterCreated',
    runsTwice: 'publishes again; the operationId tells that it is the same fact',
  },
});
