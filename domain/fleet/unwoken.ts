import type { FleetDocument } from '../policy/schema.ts';
import type { Schedule } from '../ports/schedules.ts';
import { desiredOf, type SeenFleet } from './fleet-plan.ts';

/** A cluster that one of a fleet's schedules wakes. */
export interface WokenCluster {
  readonly region: string;
  readonly cluster: string;
}

/** The clusters that schedules wake, each once. */
const wokenBy = (schedules: readonly Schedule[]): readonly string[] => {
  const wakes = schedules.filter(({ event }) => event.detail.action === 'wake');
  return [...new Set(wakes.map(({ event }) => String(event.detail.cluster)))].sort();
};

/** The clusters that a fleet's schedules wake so far, and that none does once its document is this one, or is gone. */
export function unwoken(document: FleetDocument | undefined, seen: SeenFleet): readonly WokenCluster[] {
  const { desired } = desiredOf(document, seen);
  return [...seen.existing].flatMap(([region, schedules]) => {
    const still = wokenBy(desired.get(region) ?? []);
    return wokenBy(schedules)
      .filter((cluster) => !still.includes(cluster))
      .map((cluster) => ({ region, cluster }));
  });
}
