import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';

export const findTopics = defineContract({
  task: 'notify/find-topics',
  input: z.strictObject({
    /** A fact, as the rule delivered it. */
    event: z.unknown(),
  }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Found'), topics: z.array(z.string()).min(1) }),
    /** No Fleet document wants it told. */
    z.strictObject({ outcome: z.literal('Nothing') }),
  ]),
  throws: READ_ERRORS,
});
