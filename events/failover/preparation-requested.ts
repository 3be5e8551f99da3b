import * as z from 'zod';
import { fleetName } from '../../domain/policy/schema.ts';
import { defineEvent, requestMembers } from '../event.ts';

/**
 * A region is to have all that its failover plans need. Put when a document is applied, and by a schedule every quarter of an
 * hour. Starts `prepare-failovers`.
 */
export const failoverPreparationRequested = defineEvent(
  'FailoverPreparationRequested',
  z.strictObject({
    ...requestMembers,
    /** The document that was applied, and its revision, which may come to the region only a moment later. */
    fleet: fleetName.optional(),
    revision: z.int().min(1).optional(),
  }),
);
