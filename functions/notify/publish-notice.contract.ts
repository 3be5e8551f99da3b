import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';

export const publishNotice = defineContract({
  task: 'notify/publish-notice',
  input: z.strictObject({
    /** A topic of this region, by name. */
    topic: z.string(),
    /** A fact, as the rule delivered it. */
    event: z.unknown(),
  }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: [...READ_ERRORS, 'NotFound', 'InvalidRequest'],
  effect: {
    changes: 'publishes the fact on an SNS topic',
    runsTwice: 'publishes again; the id in the message tells that it is the same fact',
  },
});
