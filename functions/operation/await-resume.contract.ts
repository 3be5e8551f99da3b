import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { waitingRef } from '../../domain/operation/waiting.ts';

export const awaitResume = defineContract({
  task: 'operation/await-resume',
  input: z.strictObject({
    ...waitingRef.shape,
    /** Of the task that waits: whoever has it can end the wait. */
    token: z.string(),
    /** ISO 8601. */
    at: z.string(),
  }),
  /** The state waits on, whatever the task answers, until something ends it by the token. */
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Waiting') }),
    /** Nothing held it any more: it has ended its own wait. */
    z.strictObject({ outcome: z.literal('Resumed') }),
  ]),
  throws: READ_ERRORS,
  effect: {
    changes:
      'registers that a state of the operation waits, or ends the wait where nothing holds it any more',
    runsTwice: 'the later token takes the place of the former, with which nothing waits any more',
  },
});
