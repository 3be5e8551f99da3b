import type { FleetDocument } from './schema.ts';
import { isSelected, type SelectableCluster } from './selects.ts';

/** A cluster as documents find it. */
export interface PlacedCluster {
  readonly region: string;
  /** As the fleet has it, and as a request would have it: its tags may differ. One at least. */
  readonly forms: readonly SelectableCluster[];
}

const selectsIn = ({ spec }: FleetDocument) =>
  [...(spec.sleep ?? []), ...(spec.scale ?? []), ...(spec.upgrades?.waves ?? [])].map(({ select }) => select);

const sidesIn = ({ spec }: FleetDocument) => (spec.failover ?? []).flatMap(({ from, to }) => [from, to]);

/** True where an entry or a failover plan of a document is about a cluster. */
const means = (document: FleetDocument, { region, forms }: PlacedCluster): boolean =>
  selectsIn(document).some((select) => forms.some((form) => isSelected(select, form))) ||
  sidesIn(document).some((side) => side.region === region && forms.some(({ name }) => side.cluster === name));

const meansNoneInParticular = (document: FleetDocument): boolean =>
  selectsIn(document).length + sidesIn(document).length === 0;

/**
 * The documents that govern a cluster, of those of its region. Where some document's entries are about the cluster,
 * those whose entries are about others only are left out.
 */
export function documentsOf(
  cluster: PlacedCluster,
  documents: readonly FleetDocument[],
): readonly FleetDocument[] {
  const near = documents.filter(({ spec }) => spec.regions.includes(cluster.region));
  const isMeant = near.some((document) => means(document, cluster));
  return near.filter((document) => !isMeant || means(document, cluster) || meansNoneInParticular(document));
}
