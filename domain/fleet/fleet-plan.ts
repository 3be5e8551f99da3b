import { same } from '../decide/compare.ts';
import { type UpcomingFiring, upcomingFirings } from '../firings/upcoming.ts';
import type { ScheduledCluster } from '../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { StoredFleet } from '../ports/fleets.ts';
import type { Schedule } from '../ports/schedules.ts';
import { type EmptySelect, emptySelects } from './checks/empty-selects.ts';
import { type PlannedFailovers, plannedFailovers } from './checks/failover-notes.ts';
import { type LateWake, lateWakes } from './checks/late-wakes.ts';
import { type NotYet, notYet } from './checks/not-yet.ts';
import { type PastException, pastExceptions } from './checks/past-exceptions.ts';
import { governingAmong } from './checks/rivals.ts';
import { type GovernedCluster, type SilencedEntry, silencedEntries } from './checks/silenced.ts';
import { type ScheduleChange, scheduleChanges } from './schedules/difference.ts';
import { desiredSchedules } from './schedules/schedules.ts';

/** A change of one schedule when a document is applied. */
export interface PlannedSchedule {
  readonly do: 'create' | 'replace' | 'delete';
  readonly region: string;
  readonly cluster: string;
  readonly name: string;
  /** As it will be; of one that goes, as it is. */
  readonly expression: string;
  readonly timeZone: string;
  /** Absent where it goes. */
  readonly next?: UpcomingFiring;
}

/** The effect of applying a Fleet document, or of taking it away. */
export interface FleetPlan {
  readonly fleet: string;
  readonly home: string;
  readonly action: 'create' | 'change' | 'none' | 'delete';
  /** The revision of the document that is there; absent where there is none. */
  readonly revision?: number;
  /** Paths at which the document differs from the one that there is. */
  readonly changed: readonly string[];
  readonly schedules: readonly PlannedSchedule[];
  /** Schedules that are as they are to be. */
  readonly unchanged: number;
  /** Clusters that entries select and that get no schedules, and why. */
  readonly leftOut: readonly { readonly cluster: string; readonly region: string; readonly reason: string }[];
  /** Selections in which no cluster is. */
  readonly selectsNothing: readonly EmptySelect[];
  readonly notYet: readonly NotYet[];
  readonly failover: PlannedFailovers;
  readonly lateWakes: readonly LateWake[];
  readonly pastExceptions: readonly PastException[];
  /** Entries that do nothing on clusters which they select. */
  readonly silenced: readonly SilencedEntry[];
}

/** The facts that a plan is made of: the fleet as it is kept, its clusters, and the existing schedules, by region. */
export interface SeenFleet {
  readonly stage: string;
  readonly nowMs: number;
  readonly stored: StoredFleet | undefined;
  /** Every Fleet document that is kept. */
  readonly all: readonly StoredFleet[];
  readonly clusters: readonly ScheduledCluster[];
  readonly existing: ReadonlyMap<string, readonly Schedule[]>;
  /** The clusters with Windows groups, by ARN (`withWindows`). */
  readonly windows?: ReadonlySet<string>;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/**
 * The paths at which two documents differ, the shortest that say it: a part that is in only one is named as a whole.
 */
function changedPaths(one: unknown, other: unknown, path: string): readonly string[] {
  if (same(one, other)) return [];
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return [path];
  const step = (name: string): string =>
    Array.isArray(one) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) =>
    changedPaths(one[name], other[name], step(name)),
  );
}

/** A change of one schedule in a region, and how the schedule is to be. */
export type RegionalChange = ScheduleChange & { readonly region: string };

/** The schedules that every cluster is to have, and the clusters that get none. */
export function desiredOf(document: FleetDocument | undefined, { stage, nowMs, all, clusters }: SeenFleet) {
  const desired = new Map<string, Schedule[]>();
  const leftOut: FleetPlan['leftOut'][number][] = [];
  const governed: GovernedCluster[] = [];
  const entriesOf = document && governingAmong(document, all, nowMs);
  for (const scheduled of clusters) {
    if (!document || !entriesOf) continue;
    const { name: cluster, region } = scheduled.cluster;
    const entries = entriesOf(scheduled);
    const made = desiredSchedules(document, scheduled, entries, { stage, nowMs });
    if (made.leftOut !== undefined) leftOut.push({ cluster, region, reason: made.leftOut });
    else governed.push({ scheduled, entries });
    desired.set(region, [...(desired.get(region) ?? []), ...made.schedules]);
  }
  return { desired, leftOut, governed };
}

function changesTo(
  desired: ReadonlyMap<string, readonly Schedule[]>,
  { existing, nowMs }: SeenFleet,
): readonly RegionalChange[] {
  const regions = [...new Set([...desired.keys(), ...existing.keys()])].sort();
  return regions.flatMap((region) =>
    scheduleChanges(desired.get(region) ?? [], existing.get(region) ?? [], nowMs).map((change) => ({
      region,
      ...change,
    })),
  );
}

/** The changes that schedules still need to be as the document says; where there is no document, to be gone. */
export const outstanding = (
  document: FleetDocument | undefined,
  seen: SeenFleet,
): readonly RegionalChange[] => changesTo(desiredOf(document, seen).desired, seen);

/** The plan of a document, or of none: then all of its schedules go. `name` and `home` are the fleet's. */
export function planFleet(
  { name, home }: { readonly name: string; readonly home: string },
  document: FleetDocument | undefined,
  seen: SeenFleet,
): FleetPlan {
  const { nowMs, stored, clusters } = seen;
  const { desired, leftOut, governed } = desiredOf(document, seen);
  const changes = changesTo(desired, seen);
  const schedules = changes.map(({ do: what, region, schedule }): PlannedSchedule => {
    const [next] = what === 'delete' ? [] : upcomingFirings(schedule, document, nowMs);
    const { name: scheduleName, expression, timeZone, event } = schedule;
    return {
      do: what,
      region,
      cluster: String(event.detail.cluster),
      name: scheduleName,
      expression,
      timeZone,
      ...(next ? { next } : {}),
    };
  });
  const wanted = [...desired.values()].flat().length;
  const isThere = stored?.document !== undefined;
  const isUnchanged = same(stored?.document, document) && schedules.length === 0;
  return {
    fleet: name,
    home,
    action: document === undefined ? 'delete' : !isThere ? 'create' : isUnchanged ? 'none' : 'change',
    ...(stored && isThere ? { revision: stored.revision } : {}),
    changed: document && stored?.document ? changedPaths(stored.document, document, '') : [],
    schedules,
    unchanged: wanted - schedules.filter(({ do: what }) => what !== 'delete').length,
    leftOut,
    selectsNothing: document ? emptySelects(document, clusters) : [],
    notYet: document ? notYet(document) : [],
    failover: document
      ? plannedFailovers(document)
      : { plans: [], usdPerMonth: 0, healthChecks: 0, notes: [] },
    lateWakes: document ? lateWakes(document, governed, seen.windows ?? new Set()) : [],
    pastExceptions: document ? pastExceptions(document, nowMs) : [],
    silenced: document ? silencedEntries(document, governed) : [],
  };
}
