import * as z from 'zod';
import { movePhase } from '../../domain/failover/phases.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A plan was drilled, and its standby is as it was before. */
export const failoverDrilled = defineEvent(
  'FailoverDrilled',
  z.strictObject({
    ...factMembers,
    plan: z.string(),
    fleet: z.string(),
    /** Seconds of a failover that takes as long as the drill did; absent where the drill failed before all was measured. */
    seconds: z.number().optional(),
    /** The plan's `rto`. */
    objectiveSeconds: z.number(),
    phases: z.array(movePhase),
    /** In what it fell short, each in one sentence; none: it met what the plan says. */
    short: z.array(z.string()),
    /** Parts of a failover that it did not try, and things that held nothing, each in one sentence. */
    notes: z.array(z.string()),
  }),
);
