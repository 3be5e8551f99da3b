import type { Schedule } from '../ports/schedules.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import { decideFiring } from '../scale/firing.ts';
import type { ScalingRequest } from '../scale/request.ts';
import type { Resizing } from './resizing.ts';
import type { FleetDocument } from './schema.ts';
import { firingOf, type UpcomingFiring, upcomingFirings } from './upcoming.ts';

/** Something that a schedule will ask for, and what will become of it as things are now. */
export interface AgendaItem extends UpcomingFiring {
  readonly region: string;
  readonly cluster: string;
  /** `hibernates`, `wakes`, `resizes web to minSize 10`, `returns to the sizes from before`. */
  readonly does: string;
  /** Who asks: an entry of a Fleet document, or an operation whose time is up. */
  readonly why: string;
  /** Within how many minutes after its time it begins. */
  readonly within: number;
  readonly schedule: string;
  /** What it gives way to that is known only then. */
  readonly unless?: string;
}

/** A schedule as it is, and what its firings are decided on. */
export interface ScheduleOnAgenda {
  readonly schedule: Schedule;
  /** Milliseconds since the epoch: what a `rate` counts from. */
  readonly createdMs: number;
  readonly region: string;
  readonly document: FleetDocument | undefined;
  readonly registered: RegisteredCluster | undefined;
  /** Why changes to the cluster are paused, if they are. */
  readonly paused: string | undefined;
}

const clusterOf = ({ event }: Schedule): string => String(event.detail.cluster);

/** `web to minSize 10, maxSize 20`. */
function resizingInWords({ select, ...sizes }: Resizing): string {
  const groups =
    'nodeGroups' in select
      ? select.nodeGroups.join(', ')
      : 'labels' in select
        ? `groups with ${Object.entries(select.labels)
            .map((label) => label.join('='))
            .join(', ')}`
        : 'all groups';
  const said = Object.entries(sizes).map(([name, size]) => `${name} ${size}`);
  return `${groups} to ${said.join(', ')}`;
}

function doesInWords({ event: { detail } }: Schedule): string {
  switch (detail.action) {
    case 'wake':
      return 'wakes';
    case 'hibernate':
      return 'hibernates';
    case 'return':
      return 'returns to the sizes from before';
    default:
      return `resizes ${((detail.groups ?? []) as readonly Resizing[]).map(resizingInWords).join('; ')}`;
  }
}

/** The same decision as when it fires, of what can be known before: leases and sizes cannot. */
function foretold({ schedule, document, registered, paused }: ScheduleOnAgenda, at: string) {
  const { detail } = schedule.event;
  const firing = firingOf(schedule, at);
  const request = {
    action: detail.action,
    ...(detail.groups === undefined ? {} : { groups: detail.groups }),
    ...(firing
      ? { schedule: { fleet: document?.metadata.name ?? '', entry: firing.entry, scheduledAt: at } }
      : { operationId: String(detail.operationId) }),
  } as ScalingRequest;
  return decideFiring(request, {
    clusterName: clusterOf(schedule),
    nowMs: Date.parse(at),
    askedAt: at,
    registered,
    holder: undefined,
    paused,
    document,
  });
}

/** What a schedule does from one instant to before another, in milliseconds since the epoch. */
export function agendaOf(one: ScheduleOnAgenda, fromMs: number, toMs: number): readonly AgendaItem[] {
  const { schedule, document, createdMs, region } = one;
  const items: AgendaItem[] = [];
  for (const { at, local } of upcomingFirings(schedule, document, fromMs, createdMs)) {
    if (Date.parse(at) >= toMs) break;
    const decided = foretold(one, at);
    const floor =
      decided.do === 'go' && schedule.event.detail.action !== 'wake' ? decided.request.floor : undefined;
    items.push({
      at,
      local,
      region,
      cluster: clusterOf(schedule),
      does: doesInWords(schedule),
      why: String(schedule.event.detail.requestedBy),
      within: schedule.flexibleMinutes,
      schedule: schedule.name,
      ...(decided.do === 'skip' ? { skipped: decided.reason } : {}),
      ...(floor
        ? {
            unless: `a group would go below ${floor.nodes} nodes, on which failover plan ${floor.plan} counts`,
          }
        : {}),
    });
  }
  return items;
}
