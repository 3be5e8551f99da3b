import * as z from 'zod';
import { defineEvent, requestMembers } from '../event.ts';

/** A Fleet document is to be applied; put on the bus of its home region. Starts `apply-fleet`. */
export const fleetRequested = defineEvent(
  'FleetRequested',
  z.strictObject({
    ...requestMembers,
    /** The document as it was written. */
    fleet: z.record(z.string(), z.unknown()),
  }),
);
