import * as z from 'zod';
import { fleetRef } from '../../domain/fleet/fleet-ref.ts';
import { requester } from '../../domain/operation/requester.ts';
import { defineEvent } from '../event.ts';

/** A request about the upgrade of a fleet was carried out: it began, or what was wished of it is on record. */
export const fleetUpgradeChanged = defineEvent(
  'FleetUpgradeChanged',
  z.strictObject({
    version: z.literal('1'),
    operationId: z.string(),
    fleet: fleetRef,
    requester: requester.optional(),
    upgrade: z.string(),
    action: z.string(),
  }),
);
