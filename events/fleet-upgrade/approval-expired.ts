import * as z from 'zod';
import { fleetUpgradeMembers } from '../../domain/waves/fact-members.ts';
import { defineEvent } from '../event.ts';

/** Nobody has decided about a wave in time: the upgrade is paused, and asks anew once somebody resumes it. */
export const approvalExpired = defineEvent(
  'ApprovalExpired',
  z.strictObject({
    ...fleetUpgradeMembers,
    wave: z.string(),
    approval: z.string(),
    /** The role whose people were asked. */
    by: z.string(),
    /** All of it in a line, with the command. */
    reason: z.string(),
  }),
);
