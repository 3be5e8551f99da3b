import * as z from 'zod';
import { fleetUpgradeRequested } from '../../../events/fleet-upgrade/requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/**
 * A request to `upgrade-fleet`: the fleet, the region of the bus, and the action (`start`, `resume`, …) with its members,
 * which only the workflow checks.
 */
const upgrading = z.strictObject({ fleet: name, home: name, request: z.record(name, z.json()) });

export const upgradeFleet = writtenStep(
  z.strictObject({ upgradeFleet: upgrading, ...followFor }),
  ({ upgradeFleet: { fleet, home: region, request }, followForSeconds }, on) =>
    on.request(
      [{ definition: fleetUpgradeRequested, region, detail: { fleet, ...request } }],
      followForSeconds,
    ),
);
