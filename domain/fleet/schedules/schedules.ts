import { parseScheduleExpression } from '../../../schedules/expression.ts';
import { nextFirings } from '../../../schedules/firings.ts';
import { localTimeAt } from '../../../schedules/time-zone.ts';
import { specialTransitions } from '../../policy/calendar.ts';
import { weeklyFirings } from '../../policy/crons.ts';
import type { ScaleEntry, SleepEntry } from '../../policy/entries.ts';
import type { EntryConflict, Governing } from '../../policy/governing.ts';
import { resizingsOf } from '../../policy/resizings-of.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import type { Schedule } from '../../ports/schedules.ts';
import { LEVELS } from '../../registry/level.ts';
import { scheduleGroup, scheduleName } from './names.ts';

/** Scheduler writes the time for which a firing was scheduled (its user guide, "Context attributes"). */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';
const MINUTE_MS = 60_000;
/** A schedule that fires once is left alone until it has surely fired: Scheduler deletes it itself. */
const GRACE_MINUTES = 5;

interface Wanted {
  readonly entry: SleepEntry | ScaleEntry;
  readonly slot: string;
  readonly expression: string;
  readonly says: string;
  readonly request: Readonly<Record<string, unknown>>;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `at(2026-12-25T07:00:00)`, by the clocks of a zone. */
function atExpression(zone: string, atMs: number): string {
  const { year, month, day, hour, minute, second } = localTimeAt(zone, atMs);
  return `at(${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)})`;
}

/** `wake`, `wake-2`: the schedules of one kind are told apart by their order. */
function slots(kinds: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return kinds.map((kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count === 1 ? kind : `${kind}-${count}`;
  });
}

const ACTIONS = { wake: 'wake', sleep: 'hibernate' } as const;

function ofSleep(entry: SleepEntry, nowMs: number): readonly Wanted[] {
  const weekly = weeklyFirings(entry);
  // One that is about to fire, or fires within its window, is not taken away.
  const since = nowMs - ((entry.within ?? 0) + GRACE_MINUTES) * MINUTE_MS;
  const special = specialTransitions(entry, since);
  const kinds = [...weekly.map(({ kind }) => kind), ...special.map(({ kind, date }) => `${kind}-${date}`)];
  return [...weekly, ...special].map((one, index) => ({
    entry,
    slot: slots(kinds)[index] as string,
    expression: 'expression' in one ? one.expression : atExpression(entry.zone, one.atMs),
    says: one.kind === 'wake' ? 'wakes' : 'puts to sleep',
    request: { action: ACTIONS[one.kind] },
  }));
}

function ofScale(entry: ScaleEntry, nowMs: number): readonly Wanted[] {
  const since = nowMs - ((entry.within ?? 0) + GRACE_MINUTES) * MINUTE_MS;
  const schedule = parseScheduleExpression(entry.at);
  if (nextFirings(schedule, since, { zone: entry.zone }).length === 0) return [];
  return [
    {
      entry,
      slot: 'scale',
      expression: entry.at,
      says: 'resizes',
      request: { action: 'resize', groups: resizingsOf(entry) },
    },
  ];
}

/** The reason why no schedule is made for a cluster that entries select, or undefined. */
export function unscheduled({ regions }: FleetDocument['spec'], { cluster, level }: ScheduledCluster) {
  if (!regions.includes(cluster.region)) return `${cluster.region} is not one of the fleet's regions`;
  if (LEVELS.indexOf(level) < LEVELS.indexOf('scale'))
    return `it is managed at level ${level}, and schedules need scale: eks-fleet adopt ${cluster.name} --region ${cluster.region} --level scale`;
  return undefined;
}

export interface DesiredSchedules {
  readonly schedules: readonly Schedule[];
  readonly conflicts: readonly EntryConflict[];
  /** The reason why a cluster that entries select has no schedules. */
  readonly leftOut?: string;
}

/**
 * The schedules that a document's entries make for one cluster, at an instant, without those that have fired for
 * good.
 */
export function desiredSchedules(
  document: FleetDocument,
  scheduled: ScheduledCluster,
  { sleep, scale, conflicts }: Governing,
  where: { readonly stage: string; readonly nowMs: number },
): DesiredSchedules {
  if (!sleep && scale.length + conflicts.length === 0) return { schedules: [], conflicts };
  const leftOut = unscheduled(document.spec, scheduled);
  if (leftOut !== undefined) return { schedules: [], conflicts: [], leftOut };
  const wanted = [
    ...(sleep ? ofSleep(sleep, where.nowMs) : []),
    ...scale.flatMap((entry) => ofScale(entry, where.nowMs)),
  ];
  const fleet = document.metadata.name;
  const group = scheduleGroup(where.stage, fleet);
  const cluster = scheduled.cluster.name;
  return {
    schedules: wanted.map(({ entry, slot, expression, says, request }) => {
      const name = scheduleName(cluster, entry.name, slot);
      return {
        group,
        name,
        description: `${entry.name} of fleet ${fleet} ${says} ${cluster}`,
        expression,
        timeZone: entry.zone,
        flexibleMinutes: entry.within ?? 0,
        deletesItself: expression.startsWith('at('),
        event: {
          detailType: 'ClusterScaleRequested',
          detail: {
            version: '1',
            requestId: `${fleet}/${name}/${SCHEDULED_TIME}`,
            requestedBy: `schedule ${entry.name} of fleet ${fleet}`,
            cluster,
            schedule: { fleet, entry: entry.name, scheduledAt: SCHEDULED_TIME },
            ...request,
          },
        },
      };
    }),
    conflicts,
  };
}

/** True where a schedule has fired for good, or will have before it could be made. */
export function isPast({ expression, timeZone }: Schedule, nowMs: number): boolean {
  const soonest = nowMs + MINUTE_MS;
  return nextFirings(parseScheduleExpression(expression), soonest, { zone: timeZone }).length === 0;
}

/** Schedules that say the same; Scheduler's answers have no order of members to rely on. */
export function isSameSchedule(one: Schedule, other: Schedule): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
