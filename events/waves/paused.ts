import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { fleetUpgradeMembers } from './members.ts';

/** A fleet upgrade starts nothing more until a person decides: resume, skip a cluster, roll a wave back, end. */
export const fleetUpgradePaused = defineEvent(
  'FleetUpgradePaused',
  z.strictObject({ ...fleetUpgradeMembers, reason: z.string() }),
);
