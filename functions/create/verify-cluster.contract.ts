import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';
import { stepFailure } from '../../domain/progress.ts';

export const verifyCluster = defineContract({
  task: 'create/verify-cluster',
  input: z.strictObject({ operation: operationRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Verified'), kubernetesVersion: z.string() }),
    z.strictObject({ outcome: z.literal('Failed'), failures: z.array(stepFailure).min(1) }),
  ]),
  throws: READ_ERRORS,
});
