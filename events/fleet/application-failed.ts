import * as z from 'zod';
import { fleetRef } from '../../domain/fleet/fleet-ref.ts';
import { operationFailure } from '../../domain/operation/operation.ts';
import { requester } from '../../domain/operation/requester.ts';
import { defineEvent } from '../event.ts';

/** A Fleet document was not applied in all of its regions; applying it again goes on. */
export const fleetApplicationFailed = defineEvent(
  'FleetApplicationFailed',
  z.strictObject({
    version: z.literal('1'),
    operationId: z.string(),
    fleet: fleetRef,
    requester: requester.optional(),
    ...operationFailure.shape,
  }),
);
