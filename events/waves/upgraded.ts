import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { clusterCounts, fleetUpgradeMembers } from './members.ts';

/** All waves of a fleet upgrade are done. */
export const fleetUpgraded = defineEvent(
  'FleetUpgraded',
  z.strictObject({ ...fleetUpgradeMembers, ...clusterCounts }),
);
