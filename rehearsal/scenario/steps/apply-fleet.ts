import { fleetRequested } from '../../../events/fleet/requested.ts';
import { givenStep } from '../step.ts';

/** A Fleet document, not looked at but for where it goes to. */
export interface FleetValue {
  readonly spec: { readonly home: string };
}

/** A Fleet document is to be kept by its home region. */
export const applyFleet = givenStep<{
  readonly applyFleet: FleetValue;
  readonly followForSeconds?: number | undefined;
}>(({ applyFleet: fleet, followForSeconds }, on) =>
  on.request([{ definition: fleetRequested, region: fleet.spec.home, detail: { fleet } }], followForSeconds),
);
