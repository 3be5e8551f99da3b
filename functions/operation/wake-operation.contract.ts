import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { waitingRef } from '../../domain/operation/waiting.ts';

export const wakeOperation = defineContract({
  task: 'operation/wake-operation',
  input: z.strictObject({ waiting: waitingRef }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Woken') }),
    /** Nothing waits there any more: it was woken before, or its execution is over. */
    z.strictObject({ outcome: z.literal('Gone') }),
  ]),
  throws: READ_ERRORS,
  effect: {
    changes: 'ends the wait of a state by its token, and takes its entry away',
    runsTwice: 'the entry is gone, or its token is over',
  },
});
