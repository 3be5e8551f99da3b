import * as z from 'zod';
import { defineEvent } from '../event.ts';

/**
 * Pauses were lifted in this region, and whom it held may go on. Starts `resume-operations`, which goes by what holds and
 * not by what this says: one that is lost costs an hour, and one that is made up wakes nobody.
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
