import * as z from 'zod';
import { fleetName } from '../../domain/policy/schema.ts';
import { defineEvent, requestMembers } from '../event.ts';

/**
 * A Fleet document is to be forgotten, with every schedule that it made; its clusters stay as they are. Put on the
 * bus of its home region. Starts `apply-fleet`.
 */
export const fleetDeletionRequested = defineEvent(
  'FleetDeletionRequested',
  z.strictObject({ ...requestMembers, name: fleetName }),
);
