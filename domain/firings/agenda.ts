import type { FleetDocument } from '../policy/schema.ts';
import type { Schedule } from '../ports/schedules.ts';
import { afterwards, expectedCluster } from '../scale/expected.ts';
import type { ScalingRequest } from '../scale/request.ts';
import type { SeenForScaling } from '../scale/seen.ts';
import { doesInWords, RETURNS } from './agenda-words.ts';
import { type ComingFiring, type Foretold, type ForetoldCluster, foretell } from './foretell.ts';
import { firingOf, isoOf, localTime, type UpcomingFiring, upcomingFirings } from './upcoming.ts';

/** Something that a schedule will ask for, and its outcome. */
export interface AgendaItem extends UpcomingFiring, Foretold {
  readonly region: string;
  readonly cluster: string;
  /** `hibernates`, `wakes`, `resizes web to minSize 10`, `returns to the sizes from before`. */
  readonly does: string;
  /** The requester: an entry of a Fleet document, or an operation whose time is up. */
  readonly why: string;
  /** Minutes after its time within which it begins. */
  readonly within: number;
  /** The schedule that will bring the sizes, for the end of sizes that are not there yet. */
  readonly schedule: string;
}

/** A schedule as it is, and the document that makes it. */
export interface ScheduleOnAgenda {
  readonly schedule: Schedule;
  /** Milliseconds since the epoch: a `rate` counts from here. */
  readonly createdMs: number;
  readonly document: FleetDocument | undefined;
}

/** A cluster with all of its schedules, and the facts that their firings are decided on. */
export interface ClusterOnAgenda extends ForetoldCluster {
  readonly region: string;
  readonly schedules: readonly ScheduleOnAgenda[];
  /** The plans of operations whose `until` a schedule ends. */
  readonly ended: readonly NonNullable<SeenForScaling['ended']>[];
}

/** One firing, or the end of sizes that an earlier one brings. */
interface Coming extends ScheduleOnAgenda, ComingFiring {
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

/**
 * The firings of a cluster's schedules from one instant to before another, in milliseconds since the epoch. Each is
 * foretold on the cluster as the firings before it will have left it.
 */
export function agendaOf(cluster: ClusterOnAgenda, fromMs: number, toMs: number): readonly AgendaItem[] {
  const { name, region, recorded } = cluster;
  const ended = new Map(cluster.ended.map((one) => [one.operationId, one]));
  let coming = inOrder(cluster.schedules.flatMap((one) => firingsOf(one, fromMs, toMs)));
  const last = new Map(cluster.ended.map(({ operationId, plan }) => [operationId, plan]));
  let state: SeenForScaling | undefined = recorded && { ...expectedCluster(recorded, isoOf(fromMs)), last };
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
