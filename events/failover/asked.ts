import * as z from 'zod';
import { watchedMembers } from '../../domain/failover/fact-members.ts';
import { defineEvent } from '../event.ts';

/**
 * A person is asked whether a plan is to move: an observer sees it fail, and does not move it by itself. Or whether a move that is
 * under way goes on with less capacity than its floor, or a planned one before its data has caught up.
 */
export const failoverAsked = defineEvent(
  'FailoverAsked',
  z.strictObject({
    ...watchedMembers,
    /** The zones of the primary's region that are to be left, where that is what is asked. */
    zones: z.array(z.string()).optional(),
    /** The command by which it is done. */
    command: z.string(),
  }),
);
