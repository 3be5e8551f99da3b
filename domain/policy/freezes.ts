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

const dateIn = (zone: string, atMs: number): string =>
  new Date(atMs + offsetMs(zone, atMs)).toISOString().slice(0, 10);

/**
 * The freeze that stops an action at an instant, or at some time from it on until another: its days are included, by the
 * clocks of its own zone.
 */
export function freezeAt(
  document: FleetDocument,
  action: Stop,
  atMs: number,
  untilMs = atMs,
): Frozen | undefined {
  const found = (document.spec.freezes ?? []).map((freeze, index) => ({
    fleet: document.metadata.name,
    path: `spec.freezes[${index}]`,
    freeze,
  }));
  const holding = found.filter(
    ({ freeze: { from, to, zone, stops } }) =>
      stops.includes(action) && from <= dateIn(zone, untilMs) && dateIn(zone, atMs) <= to,
  );
  return longest(holding);
}

/** The freeze that ends last, of those that hold together: somebody has to wait for that one. */
const longest = (holding: readonly Frozen[]): Frozen | undefined =>
  [...holding].sort((one, other) => other.freeze.to.localeCompare(one.freeze.to))[0];

/** The freeze that stops an action on a cluster at an instant, or from it until another, of all documents that govern it. */
export const frozenAt = (
  cluster: PlacedCluster,
  documents: readonly FleetDocument[],
  action: Stop,
  atMs: number,
  untilMs = atMs,
): Frozen | undefined =>
  longest(
    documentsOf(cluster, documents).flatMap((document) => freezeAt(document, action, atMs, untilMs) ?? []),
  );
