import type { Finding } from '../../cluster-config/problem.ts';
import { type EntryConflict, type Governing, governing } from '../../policy/governing.ts';
import { entriesOf as pathsOf } from '../../policy/rules/days.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import { isSelected } from '../../policy/selects.ts';
import type { StoredFleet } from '../../ports/fleets.ts';

/** The Fleet documents but one's own that are kept. */
const othersOf = (own: string, stored: readonly StoredFleet[]): readonly FleetDocument[] =>
  stored.flatMap(({ name, document }) => (document && name !== own ? [document] : []));

/** The first entry of a document that selects a cluster. */
const selecting = ({ spec }: FleetDocument, { cluster, tags }: ScheduledCluster): string | undefined =>
  [...(spec.sleep ?? []), ...(spec.scale ?? [])].find(({ select }) =>
    isSelected(select, { name: cluster.name, tags }),
  )?.name;

/** The first failover plan of a document that counts on nodes of a cluster. */
const countingOn = ({ spec }: FleetDocument, { cluster }: ScheduledCluster): string | undefined =>
  spec.failover?.find(
    ({ to }) => to.cluster === cluster.name && to.region === cluster.region && to.floor !== undefined,
  )?.name;

interface Rival extends EntryConflict {
  readonly member: 'select' | 'floor';
  readonly message: string;
}

/**
 * A part of a document that does not go together with another document on a cluster. A firing knows its own document
 * alone: entries of two would fight, and those of one would not keep the floor of the other's standby.
 */
function rivalOf(document: FleetDocument, other: FleetDocument, one: ScheduledCluster): Rival | undefined {
  if (!other.spec.regions.includes(one.cluster.region)) return undefined;
  const [mine, theirs] = [selecting(document, one), selecting(other, one)];
  const [myPlan, theirPlan] = [countingOn(document, one), countingOn(other, one)];
  const of = `of fleet ${other.metadata.name}`;
  const where = `${one.cluster.name} in ${one.cluster.region}`;
  if (mine !== undefined && theirs !== undefined)
    return {
      entries: [mine, `${theirs} ${of}`],
      reason: 'two fleets make its schedules',
      member: 'select',
      message: `${mine} selects ${where}, and so does ${theirs} ${of}`,
    };
  const reason = 'the schedules of one fleet do not keep the floor of another';
  if (mine !== undefined && theirPlan !== undefined)
    return {
      entries: [mine, `failover plan ${theirPlan} ${of}`],
      reason,
      member: 'select',
      message: `${mine} selects ${where}, on whose nodes failover plan ${theirPlan} ${of} counts: ${reason}`,
    };
  if (myPlan !== undefined && theirs !== undefined)
    return {
      entries: [myPlan, `${theirs} ${of}`],
      reason,
      member: 'floor',
      message: `failover plan ${myPlan} counts on nodes of ${where}, which ${theirs} ${of} selects: ${reason}`,
    };
  return undefined;
}

function rival(
  document: FleetDocument,
  others: readonly FleetDocument[],
  one: ScheduledCluster,
): Rival | undefined {
  for (const other of others) {
    const found = rivalOf(document, other, one);
    if (found) return found;
  }
  return undefined;
}

/** As `governing`, beside the other Fleet documents: on a cluster that one of them is about, too, neither acts. */
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

/** Clusters whose schedules, or whose floor, another Fleet document has already. */
export function otherFleets(
  document: FleetDocument,
  clusters: readonly ScheduledCluster[],
  stored: readonly StoredFleet[],
): readonly Finding[] {
  const others = othersOf(document.metadata.name, stored);
  const found = clusters.flatMap((one) => rival(document, others, one) ?? []);
  const [first] = found;
  if (!first) return [];
  const { member, entries, message } = first;
  const more = found.length === 1 ? '' : `; the same of ${found.length - 1} more`;
  const { failover = [] } = document.spec;
  const plan = failover.findIndex(({ name }) => name === entries[0]);
  const entry = pathsOf(document.spec).find((one) => one.entry.name === entries[0]);
  const at =
    member === 'floor'
      ? { path: `spec.failover[${plan}].to.floor`, found: failover[plan]?.to.floor }
      : { path: `${entry?.path}.select`, found: entry?.entry.select };
  return [
    {
      ...at,
      allowed: 'clusters that no other fleet schedules, or has a floor for',
      message: `${message}${more}`,
      alternative: 'let one Fleet document have the schedules of a cluster and its floor',
    },
  ];
}
