import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';
import { phaseFailed, phaseWaiting } from '../../domain/progress.ts';

export const observeGroups = defineContract({
  task: 'scale/observe-groups',
  input: z.strictObject({
    operation: operationRef,
    /** ISO 8601: when the last change was made, or the phase began. */
    since: z.string(),
    /** ISO 8601: when this look began. */
    at: z.string(),
  }),
  output: z.discriminatedUnion('outcome', [
    phaseWaiting,
    phaseFailed,
    /** All is there, and written down. */
    z.strictObject({ outcome: z.literal('Settled') }),
    /** The time is up: what is there is written down, and what is missing is in one sentence. */
    z.strictObject({ outcome: z.literal('Incomplete'), reason: z.string() }),
  ]),
  throws: CHANGE_ERRORS,
  effect: {
    changes:
      'once all is there, or the time is up: records what came of the operation and what it left, lets the memory of a cluster that is awake go, and adds what its sleep has saved, in one transaction',
    runsTwice: 'finds the report of the last look and keeps to it, so that each saving is counted once',
  },
});
