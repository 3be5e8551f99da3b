import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const requestRollback = defineContract({
  task: 'create/request-rollback',
  input: z.strictObject({ operation: operationRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Requested') }),
    /** The cluster was there before this operation, or another has had it since: this one has no business deleting it. */
    z.strictObject({ outcome: z.literal('Kept') }),
  ]),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes ClusterDeletionRequested for a cluster that this operation made',
    runsTwice: 'publishes again under the same request id, which starts nothing',
  },
});
