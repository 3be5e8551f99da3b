import * as z from 'zod';
import { raised } from '../../domain/failover/request.ts';
import { defineEvent, requestMembers } from '../event.ts';

/**
 * A plan is to move: put on the bus of the region that is to serve, by a person, or by an observer that sees the primary fail.
 * Starts `fail-over`.
 */
export const failoverRequested = defineEvent(
  'FailoverRequested',
  z.strictObject({
    ...requestMembers,
    /** The plan's name. */
    plan: z.string().min(1).max(32),
    /** The side that is to serve: the standby, or the primary again. */
    to: z.enum(['standby', 'primary']),
    /** Both sides are well, and the one that serves is asked to stop first; always so of a way back. */
    planned: z.boolean().optional(),
    /** By what an observer has raised it; absent where a person asks. */
    raised: raised.optional(),
  }),
);
