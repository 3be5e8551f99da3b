import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { fleetUpgradeMembers } from './members.ts';

/** A person ended the upgrade of a fleet before all of its waves were done. */
export const fleetUpgradeEnded = defineEvent(
  'FleetUpgradeEnded',
  z.strictObject({ ...fleetUpgradeMembers, reason: z.string() }),
);
