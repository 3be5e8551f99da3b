import * as z from 'zod';
import { fleetRef } from '../../domain/fleet/fleet-ref.ts';
import { operationFailure } from '../../domain/operation/operation.ts';
import { requester } from '../../domain/operation/requester.ts';
import { defineEvent } from '../event.ts';

/** A request about the upgrade of a fleet was not carried out; asked again, it goes on. */
export const fleetUpgradeChangeFailed = defineEvent(
  'FleetUpgradeChangeFailed',
  z.strictObject({
    version: z.literal('1'),
    operationId: z.string(),
    fleet: fleetRef,
    requester: requester.optional(),
    ...operationFailure.shape,
  }),
);
