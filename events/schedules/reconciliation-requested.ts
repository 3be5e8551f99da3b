import * as z from 'zod';
import { fleetName } from '../../domain/policy/schema.ts';
import { defineEvent, requestMembers } from '../event.ts';

/** The schedules of a region are to be as a Fleet document says. Starts `reconcile-schedules`. */
export const schedulesReconciliationRequested = defineEvent(
  'SchedulesReconciliationRequested',
  z.strictObject({
    ...requestMembers,
    fleet: fleetName,
    /** The document's revision, which may come to the region only a moment later. */
    revision: z.int().min(1),
  }),
);
