import * as z from 'zod';
import { fleetRequested } from '../../../events/fleet/requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** A Fleet document, not looked at but for where it goes to. */
const fleet = z.looseObject({ spec: z.looseObject({ home: name }) });
export type FleetValue = z.output<typeof fleet>;

/** A Fleet document is to be kept by its home region. */
export const applyFleet = writtenStep(
  z.strictObject({ applyFleet: fleet, ...followFor }),
  ({ applyFleet: asked, followForSeconds }, on) =>
    on.request(
      [{ definition: fleetRequested, region: asked.spec.home, detail: { fleet: asked } }],
      followForSeconds,
    ),
);
