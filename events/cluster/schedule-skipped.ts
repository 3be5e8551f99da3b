import * as z from 'zod';
import { firing } from '../../domain/scale/request.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A schedule's request that was not carried out, for a reason that is no error; the cluster is as it was. */
export const scheduleSkipped = defineEvent(
  'ScheduleSkipped',
  z.strictObject({
    ...factMembers,
    action: z.enum(['resize', 'hibernate', 'wake', 'return']),
    requestedBy: z.string(),
    /** Absent where it is the end of an `until`. */
    schedule: firing.optional(),
    reason: z.string(),
  }),
);
