import * as z from 'zod';
import { fleetUpgradeMembers } from '../../domain/waves/fact-members.ts';
import { defineEvent } from '../event.ts';

/** A fleet upgrade starts nothing more until a person decides: resume, skip a cluster, roll a wave back, end. */
export const fleetUpgradePaused = defineEvent(
  'FleetUpgradePaused',
  z.strictObject({ ...fleetUpgradeMembers, reason: z.string() }),
);
