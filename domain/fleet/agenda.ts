import type { Schedule } from '../ports/schedules.ts';
import { decideScaling } from '../scale/decide-scaling.ts';
import { afterwards, changesNothing, expectedCluster, type RecordedCluster } from '../scale/expected.ts';
import { decideFiring } from '../scale/firing.ts';
import type { ScalingPlan } from '../scale/plan.ts';
import type { ScalingRequest } from '../scale/request.ts';
import type { SeenForScaling } from '../scale/seen.ts';
import { doesInWords, RETURNS } from './agenda-words.ts';
import type { FleetDocument } from './schema.ts';
import { firingOf, isoOf, localTime, type UpcomingFiring, upcomingFirings } from './upcoming.ts';

/** What will become of a firing as things are now: at most one of the reasons why it does nothing. */
interface Foretold {
  /** Why it gives way. */
  readonly skipped?: string;
  /** Why its operation will fail. */
  readonly refused?: string;
  /** Why it will find nothing to change. */
  readonly nothingToDo?: string;
  /** What it gives way to that is known only then. */
  readonly unless?: string;
  /** What it does beside, or otherwise than its words say. */
  readonly notes?: readonly string[];
}

/** Something that a schedule will ask for, and what will become of it. */
export interface AgendaItem extends UpcomingFiring, Foretold {
  readonly region: string;
  readonly cluster: string;
  /** `hibernates`, `wakes`, `resizes web to minSize 10`, `returns to the sizes from before`. */
  readonly does: string;
  /** Who asks: an entry of a Fleet document, or an operation whose time is up. */
  readonly why: string;
  /** Within how many minutes after its time it begins. */
  readonly within: number;
  /** Of an end of sizes that are not there yet, the schedule that will bring them. */
  readonly schedule: string;
}

/** A schedule as it is, and the document that makes it. */
export interface ScheduleOnAgenda {
  readonly schedule: Schedule;
  /** Milliseconds since the epoch: what a `rate` counts from. */
  readonly createdMs: number;
  readonly document: FleetDocument | undefined;
}

/** A cluster with all of its schedules, and what their firings are decided on. */
export interface ClusterOnAgenda {
  readonly name: string;
  readonly region: string;
  /** Absent where the fleet has no such cluster. */
  readonly recorded: RecordedCluster | undefined;
  /** Why changes to the cluster are paused, if they are. */
  readonly paused: string | undefined;
  readonly schedules: readonly ScheduleOnAgenda[];
  /** What operations did whose `until` a schedule ends. */
  readonly ended: readonly NonNullable<SeenForScaling['ended']>[];
}

/** One firing, or the end of what an earlier one brings. */
interface Coming extends ScheduleOnAgenda {
  readonly at: string;
  readonly request: ScalingRequest;
  readonly does: string;
  readonly why: string;
}

function firingsOf(one: ScheduleOnAgenda, fromMs: number, toMs: number): readonly Coming[] {
  const { schedule, document, createdMs } = one;
  const { detail } = schedule.event;
  const coming: Coming[] = [];
  for (const { at } of upcomingFirings(schedule, document, fromMs, createdMs)) {
    if (Date.parse(at) >= toMs) break;
    const firing = firingOf(schedule, at);
    const request = {
      action: detail.action,
      ...(detail.groups === undefined ? {} : { groups: detail.groups }),
      ...(firing
        ? { schedule: { fleet: document?.metadata.name ?? '', entry: firing.entry, scheduledAt: at } }
        : { operationId: String(detail.operationId) }),
    } as ScalingRequest;
    coming.push({ ...one, at, request, does: doesInWords(schedule), why: String(detail.requestedBy) });
  }
  return coming;
}

/** The end of the sizes that a firing brings for a time; its schedule is made only then. */
function endOf({ why, ...firing }: Coming, operationId: string, until: string): Coming {
  const at = isoOf(Date.parse(until));
  const request: ScalingRequest = { action: 'return', operationId };
  return { ...firing, at, request, does: RETURNS, why: `the end of what ${why} brings at ${firing.at}` };
}

const inOrder = (coming: readonly Coming[]): Coming[] =>
  [...coming].sort((a, b) =>
    a.at === b.at ? a.schedule.name.localeCompare(b.schedule.name) : a.at < b.at ? -1 : 1,
  );

/** The same decisions as when it fires, of what can be known before; `plan` is what it will do. */
function foretell(
  { request, at, document }: Coming,
  { name, recorded, paused }: ClusterOnAgenda,
  seen: SeenForScaling | undefined,
): { readonly says: Foretold; readonly plan?: ScalingPlan } {
  const firing = decideFiring(request, {
    clusterName: name,
    nowMs: Date.parse(at),
    askedAt: at,
    registered: recorded?.registered,
    holder: undefined,
    paused,
    document,
  });
  if (firing.do === 'skip') return { says: { skipped: firing.reason } };
  if (firing.do === 'wait' || !seen) return { says: {} };
  const planned = decideScaling(firing.request, seen);
  switch (planned.outcome) {
    case 'Skipped':
      return { says: { skipped: planned.reason } };
    case 'Refused':
      return { says: { refused: planned.problems.map(({ message }) => message).join('; ') } };
    case 'Held':
      return { says: { notes: [planned.reason] } };
    case 'Planned': {
      const { plan } = planned;
      const { floor, action } = firing.request;
      const nothingToDo = changesNothing(plan, seen);
      const below = `a group would go below ${floor?.nodes} nodes, on which failover plan ${floor?.plan} counts`;
      // A schedule's would have been skipped; the way back from an `until` is only held up.
      const held = paused === undefined ? [] : [`it waits while changes to ${name} are paused: ${paused}`];
      const notes = [...held, ...plan.notes];
      const says = {
        ...(nothingToDo === undefined ? {} : { nothingToDo }),
        ...(floor && action !== 'wake' && nothingToDo === undefined ? { unless: below } : {}),
        ...(notes.length > 0 ? { notes } : {}),
      };
      return { says, plan };
    }
  }
}

/**
 * What the schedules of a cluster do from one instant to before another, in milliseconds since the epoch: each firing on
 * the cluster as those before it will have left it.
 */
export function agendaOf(cluster: ClusterOnAgenda, fromMs: number, toMs: number): readonly AgendaItem[] {
  const { name, region, recorded } = cluster;
  const ended = new Map(cluster.ended.map((one) => [one.operationId, one]));
  let coming = inOrder(cluster.schedules.flatMap((one) => firingsOf(one, fromMs, toMs)));
  let state = recorded && expectedCluster(recorded, isoOf(fromMs));
  const items: AgendaItem[] = [];
  for (let next = coming.shift(); next; next = coming.shift()) {
    const { at, request, does, why, schedule } = next;
    const operationId = `${schedule.name} of ${at}`;
    const isEnd = request.action === 'return';
    const seen = state && {
      ...state,
      at,
      operationId,
      ended: isEnd ? ended.get(request.operationId) : undefined,
    };
    const { says, plan } = foretell(next, cluster, seen);
    items.push({
      at,
      local: localTime(schedule.timeZone, Date.parse(at)),
      region,
      cluster: name,
      does,
      why,
      within: isEnd ? 0 : schedule.flexibleMinutes,
      schedule: schedule.name,
      ...says,
    });
    if (!plan || !seen) continue;
    state = afterwards(plan, seen);
    if (plan.until === undefined || Date.parse(plan.until) >= toMs) continue;
    ended.set(operationId, { operationId, plan });
    coming = inOrder([...coming, endOf(next, operationId, plan.until)]);
  }
  return items;
}
