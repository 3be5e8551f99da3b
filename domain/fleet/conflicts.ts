import type { RequestProblem } from '../operation/request.ts';
import { governing } from './governing.ts';
import type { ScheduledCluster } from './schedules.ts';
import type { FleetDocument } from './schema.ts';
import { isSelected } from './selects.ts';

/** A refusal of so many clusters has said enough. */
const MOST_NAMED = 20;

/** Clusters of the fleet on which entries of a document meet of which neither goes first. */
export function clusterConflicts(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
  nowMs: number,
): readonly RequestProblem[] {
  const entriesOf = governing(document, nowMs);
  const found = clusters.flatMap(({ cluster, tags }) =>
    entriesOf({ name: cluster.name, tags }).conflicts.map(({ entries, reason }) => ({
      path: 'spec',
      message: `${entries.join(' and ')} both select ${cluster.name} in ${cluster.region}, and ${reason}; give one of them a higher priority`,
    })),
  );
  const left = found.length - MOST_NAMED;
  if (left <= 0) return found;
  return [...found.slice(0, MOST_NAMED), { path: 'spec', message: `and ${left} more clusters` }];
}

/** The paths of selections in which no cluster is. */
export function emptySelects(
  { spec }: FleetDocument,
  clusters: readonly ScheduledCluster[],
): readonly string[] {
  const selected = (
    entries: FleetDocument['spec']['sleep'] | FleetDocument['spec']['scale'],
    member: string,
  ) =>
    (entries ?? []).flatMap(({ select }, index) =>
      clusters.some(({ cluster, tags }) => isSelected(select, { name: cluster.name, tags }))
        ? []
        : [`spec.${member}[${index}].select`],
    );
  return [...selected(spec.sleep, 'sleep'), ...selected(spec.scale, 'scale')];
}
