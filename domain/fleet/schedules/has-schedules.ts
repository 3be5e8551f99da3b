import type { StoredFleet } from '../../ports/fleets.ts';

/** True where a document makes schedules in a region. */
export function hasSchedules({ document }: StoredFleet, region: string): boolean {
  if (!document) return false;
  const { regions, sleep = [], scale = [] } = document.spec;
  return regions.includes(region) && sleep.length + scale.length > 0;
}
