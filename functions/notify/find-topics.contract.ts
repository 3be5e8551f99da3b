import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';

export const findTopics = defineContract({
  task: 'notify/find-topics',
  input: z.strictObject({
    /** A fact, as the rule delivered it. */
    event: z.unknown(),
  }),
  /** Empty where no Fleet document wants it told. */
  output: z.strictObject({ outcome: z.literal('Found'), topics: z.array(z.string()) }),
  throws: READ_ERRORS,
});
