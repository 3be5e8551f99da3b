import * as z from 'zod';
import { defineEvent } from '../event.ts';

/**
 * Pauses were lifted in this region, so that operations that they held may go on. The event starts
 * `resume-operations`. That workflow looks at the pauses that hold and not at this event: a lost event costs an hour,
 * and a forged one wakes nobody.
 */
export const pauseLifted = defineEvent(
  'PauseLifted',
  z.strictObject({
    version: z.literal('1'),
    /** At least one; of more than 100 the first. A scope is `fleet`, or a cluster's ARN. */
    pauses: z
      .array(z.strictObject({ scope: z.string(), id: z.string() }))
      .min(1)
      .max(100),
    liftedBy: z.string(),
    reason: z.string().optional(),
  }),
);
