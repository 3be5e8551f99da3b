import { documentsOf, type PlacedCluster } from '../policy/documents-of.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { StoredFleet } from '../ports/fleets.ts';
import { proofProblem } from '../proof/signed-text.ts';
import type { RequestProblem } from './request.ts';

const requiring = (stored: readonly StoredFleet[]): readonly FleetDocument[] =>
  stored.flatMap(({ document }) => (document?.spec.requireProof ? [document] : []));

const problemOf = (documents: readonly FleetDocument[], about: string): RequestProblem | undefined => {
  const [document] = documents;
  return (
    document &&
    proofProblem(
      `found none, and fleet ${document.metadata.name} takes no unproven request about ${about} (spec.requireProof): ask by the commands, which send a proof, or sign the request`,
    )
  );
};

/**
 * The reason why an unproven request about a cluster is refused, or undefined. Documents that require no proof are not
 * looked at: one that anybody may apply could otherwise be written to govern the cluster in the place of one that does.
 */
export const unprovenProblem = (
  cluster: PlacedCluster & { readonly name: string },
  stored: readonly StoredFleet[],
): RequestProblem | undefined => problemOf(documentsOf(cluster, requiring(stored)), cluster.name);

/**
 * The same of a request about a Fleet document, which has `regions` or would have them. Its schedules, freezes and limits
 * act on clusters there, so that what guards those guards it; and nobody takes the guard itself away without a proof.
 */
export const unprovenFleetProblem = (
  fleet: { readonly name: string; readonly regions: readonly string[] },
  stored: readonly StoredFleet[],
): RequestProblem | undefined => {
  const former = stored.find(({ name }) => name === fleet.name)?.document?.spec.regions ?? [];
  const regions = new Set([...fleet.regions, ...former]);
  const near = requiring(stored).filter(({ spec }) => spec.regions.some((region) => regions.has(region)));
  return problemOf(near, `Fleet document ${fleet.name}`);
};
