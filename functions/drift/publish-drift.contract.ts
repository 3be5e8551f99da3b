import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { difference } from '../../domain/drift/differences.ts';
import { clusterRef } from '../../domain/operation/operation.ts';

export const publishDrift = defineContract({
  task: 'drift/publish-drift',
  input: z.strictObject({
    cluster: clusterRef,
    differences: z.array(difference).min(1),
    more: z.int().min(0),
  }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes ClusterDrifted',
    runsTwice: 'publishes the same differences again',
  },
});
