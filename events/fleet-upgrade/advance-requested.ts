import * as z from 'zod';
import { defineEvent, requestMembers } from '../event.ts';

/** A fleet upgrade said that it wants to be looked at now. Put by a schedule of its home. Starts `advance-fleet-upgrade`. */
export const fleetUpgradeAdvanceRequested = defineEvent(
  'FleetUpgradeAdvanceRequested',
  z.strictObject({ ...requestMembers, upgrade: z.string() }),
);
