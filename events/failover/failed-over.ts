import * as z from 'zod';
import { evidence } from '../../domain/failover/evidence.ts';
import { movePhase } from '../../domain/failover/phases.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A plan has moved: the other side serves, and the name servers say so. */
export const failedOver = defineEvent(
  'FailedOver',
  z.strictObject({
    ...factMembers,
    plan: z.string(),
    fleet: z.string(),
    to: z.enum(['standby', 'primary']),
    from: z.string(),
    epoch: z.int(),
    planned: z.boolean(),
    /** The reason by which it was decided. */
    why: z.string(),
    /** From the question to the first request that the other side is seen to serve. */
    seconds: z.number(),
    phases: z.array(movePhase),
    /** The votes that it was decided on, or that stood when a person asked; absent where Guard did not give them. */
    evidence: evidence.optional(),
    /** Things that did not come about and held nothing, each in one sentence. */
    notes: z.array(z.string()),
  }),
);
