import * as z from 'zod';
import { fleetRef } from '../../domain/fleet/fleet-ref.ts';
import { requester } from '../../domain/operation/requester.ts';
import { defineEvent } from '../event.ts';

/** A Fleet document is stored, or forgotten, and its regions were told; each says so when its schedules follow. */
export const fleetApplied = defineEvent(
  'FleetApplied',
  z.strictObject({
    version: z.literal('1'),
    operationId: z.string(),
    fleet: fleetRef,
    requester: requester.optional(),
    revision: z.int().min(1),
    /** True where the document was taken away. */
    deleted: z.boolean(),
    /** The regions that were told. */
    regions: z.array(z.string()),
    /** Parts of the document that nothing acts on yet. */
    notYet: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
  }),
);
