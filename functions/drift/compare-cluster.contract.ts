import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { difference } from '../../domain/drift/differences.ts';
import { clusterRef } from '../../domain/operation/operation.ts';

export const compareCluster = defineContract({
  task: 'drift/compare-cluster',
  input: z.strictObject({ cluster: clusterRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('InSync') }),
    /** As it was when its differences were last published. */
    z.strictObject({ outcome: z.literal('Known') }),
    /** The differences that were last published are gone. */
    z.strictObject({ outcome: z.literal('Resolved'), writtenBy: z.string() }),
    z.strictObject({
      outcome: z.literal('Drifted'),
      writtenBy: z.string(),
      digest: z.string(),
      differences: z.array(difference).min(1),
      more: z.int().min(0),
    }),
    /** It is under an operation, or changing by itself, or not in the fleet any more. */
    z.strictObject({ outcome: z.literal('Skipped'), reason: z.string() }),
  ]),
  throws: [...READ_ERRORS, 'NotFound'],
});
