import * as z from 'zod';
import { defineEvent, factMembers } from '../event.ts';

/** A scheduled drill was not held: the plan was not as it has to be for one, or the drill came late. */
export const failoverDrillSkipped = defineEvent(
  'FailoverDrillSkipped',
  z.strictObject({ ...factMembers, plan: z.string(), fleet: z.string(), reason: z.string() }),
);
