import * as z from 'zod';
import { fleetDeletionRequested } from '../../../events/fleet/deletion-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** The home region is to forget a Fleet document. */
export const deleteFleet = writtenStep(
  z.strictObject({ deleteFleet: z.strictObject({ name, home: name }), ...followFor }),
  ({ deleteFleet: { name: fleet, home: region }, followForSeconds }, on) =>
    on.request([{ definition: fleetDeletionRequested, region, detail: { name: fleet } }], followForSeconds),
);
