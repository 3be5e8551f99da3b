import * as z from 'zod';
import { contractsOf, READ_ERRORS } from '../../domain/contract.ts';
import { difference } from '../../domain/drift/differences.ts';
import { clusterRef } from '../../domain/operation/subject.ts';
import { only } from '../../domain/terms.ts';

/** The cluster that there is something to say of, and how many were looked at with it; all before it are as they were. */
const told = { cluster: clusterRef, looked: z.int().min(1) };
/** The differences of a cluster, and how many more there are. */
const differences = { differences: z.array(difference).min(1), more: z.int().min(0) };

export const driftTasks = contractsOf('drift', {
  listClusters: {
    input: z.strictObject({
      /** The beginning of the page, as the page before said; empty for the first. */
      from: z.string(),
    }),
    output: z.strictObject({
      outcome: z.literal('Listed'),
      clusters: z.array(clusterRef),
      /** The beginning of the next page; empty after the last. */
      next: z.string(),
    }),
    throws: READ_ERRORS,
  },
  compareCluster: {
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
        ...differences,
      }),
      /** It is under an operation, or changing by itself, or not in the fleet any more. */
      z.strictObject({ outcome: z.literal('Skipped'), ...told, reason: z.string() }),
    ]),
    /**
     * Errors about the first cluster. A later cluster that gives no answer is left for the next look to begin with.
     */
    throws: [...READ_ERRORS, 'NotFound'],
  },
  publishDrift: {
    input: z.strictObject({ cluster: clusterRef, ...differences }),
    output: only('Published'),
    throws: READ_ERRORS,
    effect: { changes: 'publishes ClusterDrifted', runsTwice: 'publishes the same differences again' },
    publishes: ['ClusterDrifted'],
  },
  recordDrift: {
    input: z.strictObject({
      cluster: clusterRef,
      /** The operation whose document the cluster was compared with. */
      writtenBy: z.string(),
      /** The digest of the published differences; empty where they are gone. */
      digest: z.string(),
    }),
    output: only('Recorded'),
    throws: READ_ERRORS,
    effect: {
      changes: 'remembers which differences were published, unless the document has been written anew since',
      runsTwice: 'remembers the same',
    },
  },
});
