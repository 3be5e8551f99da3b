import { fleetDeletionRequested } from '../../../events/fleet/deletion-requested.ts';
import { givenStep } from '../step.ts';

/** The home region is to forget a Fleet document. */
export const deleteFleet = givenStep<{
  readonly deleteFleet: { readonly name: string; readonly home: string };
  readonly followForSeconds?: number | undefined;
}>(({ deleteFleet: { name, home: region }, followForSeconds }, on) =>
  on.request([{ definition: fleetDeletionRequested, region, detail: { name } }], followForSeconds),
);
