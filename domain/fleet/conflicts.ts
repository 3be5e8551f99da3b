import type { Finding } from '../cluster-config/problem.ts';
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
): readonly Finding[] {
  const entriesOf = governing(document, nowMs);
  const found = clusters.flatMap(({ cluster, tags }) =>
    entriesOf({ name: cluster.name, tags }).conflicts.map(({ entries, reason }) => ({
      path: 'spec',
      found: entries,
      allowed: 'entries of which one goes first',
      message: `${entries.join(' and ')} both select ${cluster.name} in ${cluster.region}, and ${reason}`,
      alternative: 'give one of them a higher priority: it acts alone',
    })),
  );
  const left = found.length - MOST_NAMED;
  if (left <= 0) return found;
  const rest = {
    path: 'spec',
    found: `${found.length} clusters`,
    allowed: 'none',
    message: `entries meet on ${left} more clusters`,
  };
  return [...found.slice(0, MOST_NAMED), rest];
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
