import * as z from 'zod';
import { LONGEST_STAY_SECONDS } from '../../domain/failover/drill/drill.ts';
import { defineEvent, requestMembers } from '../event.ts';

/** A plan is to be drilled: put on the bus of its standby's region, by a person or by the plan's schedule. Starts `drill-failover`. */
export const failoverDrillRequested = defineEvent(
  'FailoverDrillRequested',
  z.strictObject({
    ...requestMembers,
    /** The plan's name. */
    plan: z.string().min(1).max(32),
    /** Seconds that traffic of the shadow pair stays at the standby before all is put back; 0 if absent. */
    staysSeconds: z.int().min(0).max(LONGEST_STAY_SECONDS).optional(),
    /** The time for which the plan's schedule asks, ISO 8601; absent where a person does. */
    scheduledAt: z.iso.datetime().optional(),
  }),
);
