import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { difference } from '../../domain/drift/differences.ts';
import { clusterRef } from '../../domain/operation/operation.ts';

/** The cluster that there is something to say of, and how many were looked at with it; all before it are as they were. */
const told = { cluster: clusterRef, looked: z.int().min(1) };

export const compareCluster = defineContract({
  task: 'drift/compare-cluster',
  input: z.strictObject({
    /** Looked at in this order, up to the first of which there is something to say. */
    clusters: z.array(clusterRef).min(1),
  }),
  output: z.discriminatedUnion('outcome', [
    /** So many of them are as their documents say, or as they were when their differences were last published. */
    z.strictObject({ outcome: z.literal('NothingToTell'), looked: z.int().min(1) }),
    /** The differences that were last published are gone. */
    z.strictObject({ outcome: z.literal('Resolved'), ...told, writtenBy: z.string() }),
    z.strictObject({
      outcome: z.literal('Drifted'),
      ...told,
      writtenBy: z.string(),
      digest: z.string(),
      differences: z.array(difference).min(1),
      more: z.int().min(0),
    }),
    /** It is under an operation, or changing by itself, or not in the fleet any more. */
    z.strictObject({ outcome: z.literal('Skipped'), ...told, reason: z.string() }),
  ]),
  /** Of the first cluster: a later one that gives no answer is left for the next look to begin with. */
  throws: [...READ_ERRORS, 'NotFound'],
});
