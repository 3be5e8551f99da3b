import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** An observer's question came to nothing when it was decided anew, or what a person asked for was so already. */
export const failoverSkipped = defineEvent(
  'FailoverSkipped',
  z.strictObject({ ...factMembers, plan: z.string(), fleet: z.string(), reason: z.string() }),
);
