import * as z from 'zod';
import { clusterCounts, fleetUpgradeMembers } from '../../domain/waves/fact-members.ts';
import { defineEvent } from '../event.ts';

/** All waves of a fleet upgrade are done. */
export const fleetUpgraded = defineEvent(
  'FleetUpgraded',
  z.strictObject({ ...fleetUpgradeMembers, ...clusterCounts }),
);
