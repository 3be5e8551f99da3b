import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { clusterRef } from '../../domain/operation/operation.ts';

export const recordDrift = defineContract({
  task: 'drift/record-drift',
  input: z.strictObject({
    cluster: clusterRef,
    /** The operation whose document the cluster was compared with. */
    writtenBy: z.string(),
    /** The digest of the published differences; empty where they are gone. */
    digest: z.string(),
  }),
  output: z.strictObject({ outcome: z.literal('Recorded') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'remembers which differences were published, unless the document has been written anew since',
    runsTwice: 'remembers the same',
  },
});
