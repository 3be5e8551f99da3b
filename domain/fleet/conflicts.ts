import { nearestName } from '../cluster-config/nearest.ts';
import type { Finding } from '../cluster-config/problem.ts';
import type { StoredFleet } from '../ports/fleets.ts';
import { type EntryConflict, type Governing, governing } from './governing.ts';
import { entriesOf as pathsOf } from './rules/days.ts';
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
    message: `entries meet on ${left} more clusters`,
  };
  return [...found.slice(0, MOST_NAMED), rest];
}

/** The Fleet documents but one's own that are kept. */
const othersOf = (own: string, stored: readonly StoredFleet[]): readonly FleetDocument[] =>
  stored.flatMap(({ name, document }) => (document && name !== own ? [document] : []));

/** The entries of two Fleet documents that both select a cluster: they know nothing of one another, and would fight. */
function rival(
  document: FleetDocument,
  others: readonly FleetDocument[],
  one: ScheduledCluster,
): EntryConflict | undefined {
  const [mine] = selecting(document, one);
  if (mine === undefined) return undefined;
  for (const other of others) {
    const [theirs] = other.spec.regions.includes(one.cluster.region) ? selecting(other, one) : [];
    if (theirs === undefined) continue;
    const { name } = other.metadata;
    return { entries: [mine, `${theirs} of fleet ${name}`], reason: 'two fleets make its schedules' };
  }
  return undefined;
}

/** As `governing`, beside the other Fleet documents: on a cluster that one of them selects, too, neither acts. */
export function governingAmong(
  document: FleetDocument,
  stored: readonly StoredFleet[],
  nowMs: number,
): (one: ScheduledCluster) => Governing {
  const entriesOf = governing(document, nowMs);
  const others = othersOf(document.metadata.name, stored);
  return (one) => {
    const conflict = rival(document, others, one);
    if (conflict) return { scale: [], conflicts: [conflict], silenced: [] };
    return entriesOf({ name: one.cluster.name, tags: one.tags });
  };
}

/** Clusters whose schedules another Fleet document makes already. */
export function otherFleets(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
  stored: readonly StoredFleet[],
): readonly Finding[] {
  const others = othersOf(document.metadata.name, stored);
  const shared = clusters.flatMap((one) => {
    const conflict = rival(document, others, one);
    return conflict ? [{ cluster: one.cluster, entries: conflict.entries }] : [];
  });
  const [first] = shared;
  if (!first) return [];
  const { cluster, entries } = first;
  const mine = pathsOf(document.spec).find(({ entry }) => entry.name === entries[0]);
  const more = shared.length === 1 ? '' : `, and ${shared.length - 1} more clusters`;
  return [
    {
      path: `${mine?.path}.select`,
      found: mine?.entry.select,
      allowed: 'clusters that no other fleet selects',
      message: `${entries[0]} selects ${cluster.name} in ${cluster.region}${more}, and so does ${entries[1]}`,
      alternative: 'let one Fleet document make the schedules of a cluster',
    },
  ];
}

/** The names of the entries that select a cluster. */
const selecting = ({ spec }: FleetDocument, { cluster, tags }: ScheduledCluster): readonly string[] =>
  [...(spec.sleep ?? []), ...(spec.scale ?? [])]
    .filter(({ select }) => isSelected(select, { name: cluster.name, tags }))
    .map(({ name }) => name);

/** Entries with the path of their selections. */
export const selections = ({ spec }: FleetDocument) =>
  (['sleep', 'scale'] as const).flatMap((member) =>
    (spec[member] ?? []).map(({ select }, index) => ({ path: `spec.${member}[${index}].select`, select })),
  );

/** Names of clusters that there are not: in selections, and of standbys whose floor schedules would not keep. */
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
    ...failover.flatMap(({ to }, index) =>
      to.floor === undefined ? [] : unknown(`spec.failover[${index}].to.cluster`, to.cluster, [to.region]),
    ),
  ];
}
