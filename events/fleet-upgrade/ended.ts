import * as z from 'zod';
import { fleetUpgradeMembers } from '../../domain/waves/fact-members.ts';
import { defineEvent } from '../event.ts';

/** A person ended the upgrade of a fleet before all of its waves were done. */
export const fleetUpgradeEnded = defineEvent(
  'FleetUpgradeEnded',
  z.strictObject({ ...fleetUpgradeMembers, reason: z.string() }),
);
