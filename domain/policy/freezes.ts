import { offsetMs } from '../../schedules/time-zone.ts';
import { documentsOf, type PlacedCluster } from './documents-of.ts';
import type { FleetDocument } from './schema.ts';
import type { Stop } from './stops.ts';

type Freeze = NonNullable<FleetDocument['spec']['freezes']>[number];

/** A freeze of a document, by its place in it. */
export interface Frozen {
  readonly fleet: string;
  readonly path: string;
  readonly freeze: Freeze;
}

/** The freeze that stops an action at an instant: its days are included, by the clocks of its own zone. */
export function freezeAt(document: FleetDocument, action: Stop, atMs: number): Frozen | undefined {
  const found = (document.spec.freezes ?? []).map((freeze, index) => ({
    fleet: document.metadata.name,
    path: `spec.freezes[${index}]`,
    freeze,
  }));
  const holding = found.filter(({ freeze: { from, to, zone, stops } }) => {
    const date = new Date(atMs + offsetMs(zone, atMs)).toISOString().slice(0, 10);
    return stops.includes(action) && from <= date && date <= to;
  });
  return longest(holding);
}

/** The freeze that ends last, of those that hold together: somebody has to wait for that one. */
const longest = (holding: readonly Frozen[]): Frozen | undefined =>
  [...holding].sort((one, other) => other.freeze.to.localeCompare(one.freeze.to))[0];

/** The freeze that stops an action on a cluster at an instant, of all documents that govern it. */
export const frozenAt = (
  cluster: PlacedCluster,
  documents: readonly FleetDocument[],
  action: Stop,
  atMs: number,
): Frozen | undefined =>
  longest(documentsOf(cluster, documents).flatMap((document) => freezeAt(document, action, atMs) ?? []));
