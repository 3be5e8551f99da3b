import { nearestName } from '../../cluster-config/nearest.ts';
import type { Finding } from '../../cluster-config/problem.ts';
import { governing } from '../../policy/governing.ts';
import { entriesOf as pathsOf } from '../../policy/rules/days.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';

/** A refusal of so many clusters has said enough. */
const MOST_NAMED = 20;

/** Clusters of the fleet on which entries of a document meet of which neither goes first. */
export function clusterConflicts(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
  nowMs: number,
): readonly Finding[] {
  const entriesOf = governing(document, nowMs);
  const all = pathsOf(document.spec);
  const found = clusters.flatMap(({ cluster, tags }) =>
    entriesOf({ name: cluster.name, tags }).conflicts.map(({ entries, reason }) => {
      // As of entries that always meet, the later one is at fault.
      const later = all.findLast(({ entry }) => entries.includes(entry.name));
      const earlier = entries.find((name) => name !== later?.entry.name);
      return {
        path: `${later?.path}.priority`,
        found: later?.entry.priority,
        allowed: `another priority than that of ${earlier}`,
        message: `${entries.join(' and ')} both select ${cluster.name} in ${cluster.region}, and ${reason}`,
        alternative: 'give one of them a higher priority: it acts alone',
      };
    }),
  );
  const left = found.length - MOST_NAMED;
  if (left <= 0) return found;
  const rest = {
    path: 'spec',
    found: `${found.length} clusters`,
    allowed: 'none',
    message: `entries meet on other clusters as well: ${left} more`,
  };
  return [...found.slice(0, MOST_NAMED), rest];
}

/** Entries with the path of their selections. */
export const selections = ({ spec }: FleetDocument) =>
  (['sleep', 'scale'] as const).flatMap((member) =>
    (spec[member] ?? []).map(({ select }, index) => ({ path: `spec.${member}[${index}].select`, select })),
  );

/** Names of clusters that do not exist: in selections, and in failover plans. */
export function unknownClusters(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
): readonly Finding[] {
  const { regions, failover = [] } = document.spec;
  const unknown = (path: string, name: string | undefined, within: readonly string[]): readonly Finding[] => {
    const there = clusters.filter(({ cluster }) => within.includes(cluster.region));
    const names = [...new Set(there.map(({ cluster }) => cluster.name))].sort();
    if (name === undefined || names.includes(name)) return [];
    const near = nearestName(name, names);
    const alternative = near === undefined ? 'apply the cluster with it, or before' : `did you mean ${near}?`;
    const message = `the fleet has no cluster ${name} in ${within.join(', ')}`;
    return [{ path, found: name, allowed: 'a cluster of the fleet', message, alternative }];
  };
  return [
    ...selections(document).flatMap(({ path, select }) => unknown(`${path}.name`, select.name, regions)),
    ...failover.flatMap((plan, index) =>
      (['from', 'to'] as const).flatMap((member) => {
        const { cluster, region } = plan[member];
        return unknown(`spec.failover[${index}].${member}.cluster`, cluster, [region]);
      }),
    ),
  ];
}
