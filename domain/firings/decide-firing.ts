import { goesBefore } from '../operation/kinds.ts';
import type { LeaseHolder } from '../operation/lease.ts';
import { type Pause, pausedBy } from '../operation/pause.ts';
import { durationMs } from '../policy/durations.ts';
import { endOf } from '../policy/entry-end.ts';
import { governing } from '../policy/governing.ts';
import { resizingsOf } from '../policy/resizings-of.ts';
import type { FleetDocument } from '../policy/schema.ts';
import { levelProblem, type RegisteredCluster } from '../registry/registered-cluster.ts';
import type { ScalingRequest } from '../scale/request.ts';
import { decideByDocument } from './by-document.ts';

/**
 * The facts that a firing is decided on when it arrives: a request that nobody waits for, of a schedule or of the end
 * of an `until`.
 */
export interface SeenAtFiring {
  readonly clusterName: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** ISO 8601: when the event was put. */
  readonly askedAt: string;
  readonly registered: RegisteredCluster | undefined;
  readonly holder: LeaseHolder | undefined;
  readonly pause: Pause | undefined;
  readonly document: FleetDocument | undefined;
}

export type FiringDecision =
  /** The request as the document has it now. */
  | { readonly do: 'go'; readonly request: ScalingRequest }
  | { readonly do: 'skip'; readonly reason: string }
  | { readonly do: 'wait'; readonly seconds: number };

const skip = (reason: string): FiringDecision => ({ do: 'skip', reason });

const WAIT_SECONDS = 60;
/**
 * The time that a firing waits for a lease where its entry has no deadline, and the time that the end of an `until`
 * does.
 */
const PATIENCE_MS = 30 * 60_000;
const RETURN_PATIENCE_MS = 12 * 3_600_000;

const held = ({ operationId, kind, takenAt }: LeaseHolder): string =>
  `operation ${operationId} (${kind}) has held the cluster since ${takenAt}`;

function whileHeld(seen: SeenAtFiring, since: string, patienceMs: number): FiringDecision | undefined {
  const { holder, nowMs } = seen;
  if (!holder) return undefined;
  if (nowMs >= Date.parse(since) + patienceMs) return skip(held(holder));
  return { do: 'wait', seconds: WAIT_SECONDS };
}

/** The fewest nodes that a group may be brought to: the cluster is the standby of a failover plan. */
function standbyFloor({ spec }: FleetDocument, { cluster }: RegisteredCluster): ScalingRequest['floor'] {
  const floors = (spec.failover ?? []).flatMap(({ name, to }) =>
    to.cluster === cluster.name && to.region === cluster.region && to.floor !== undefined
      ? [{ plan: name, nodes: to.floor }]
      : [],
  );
  return floors.sort((left, right) => right.nodes - left.nodes)[0];
}

function decideReturn(request: ScalingRequest, seen: SeenAtFiring): FiringDecision {
  // A pause holds the changes themselves: skipping this would lose the way back.
  return whileHeld(seen, seen.askedAt, RETURN_PATIENCE_MS) ?? { do: 'go', request };
}

type Scheduled = Exclude<ScalingRequest, { action: 'return' }>;

function decideScheduled(
  request: Scheduled,
  seen: SeenAtFiring & { readonly registered: RegisteredCluster },
): FiringDecision {
  const { schedule, action } = request;
  const { document, nowMs, registered, pause, holder } = seen;
  if (!schedule || !document) return skip('the fleet document is gone');
  const decided = decideByDocument(document, { ...schedule, action }, nowMs);
  if (decided.do === 'skip') return skip(decided.reason);
  const { entry } = decided;
  const tags = registered.config.metadata.tags ?? {};
  const { sleep, scale } = governing(document, nowMs)({ name: seen.clusterName, tags });
  if (![sleep, ...scale].some((one) => one?.name === entry.name))
    return skip(`${entry.name} does not govern ${seen.clusterName} any more`);
  if (pause) return skip(pausedBy(seen.clusterName, pause));
  // A firing stays out of the way of an operation that is more than a scaling, however long that takes.
  if (holder && goesBefore(holder.kind, 'scale')) return skip(held(holder));
  const patienceMs = entry.deadline === undefined ? PATIENCE_MS : durationMs(entry.deadline);
  const waiting = whileHeld(seen, schedule.scheduledAt, patienceMs);
  if (waiting) return waiting;
  const until = 'nodeGroups' in entry ? endOf(entry, schedule.scheduledAt) : undefined;
  const sizes =
    action === 'resize' && 'nodeGroups' in entry
      ? { action, groups: [...resizingsOf(entry)], ...(until === undefined ? {} : { until }) }
      : { action: action as 'hibernate' | 'wake' };
  const floor = standbyFloor(document, registered);
  return {
    do: 'go',
    request: {
      ...sizes,
      schedule,
      ...(entry.overrides?.includes('manualChanges') ? { overridesManualChanges: true } : {}),
      ...(entry.deadline === undefined ? {} : { deadlineSeconds: durationMs(entry.deadline) / 1000 }),
      ...(floor ? { floor } : {}),
    },
  };
}

/**
 * Decides a request that nobody waits for when it arrives. It goes by things as they are then, and not as they were
 * when its schedule was made. Such a request never takes a lease over.
 */
export function decideFiring(request: ScalingRequest, seen: SeenAtFiring): FiringDecision {
  const { registered, clusterName } = seen;
  if (!registered) return skip(`the fleet has no cluster ${clusterName} any more`);
  const tooLow = levelProblem(registered, 'scale');
  if (tooLow) return skip(tooLow.message);
  return request.action === 'return'
    ? decideReturn(request, seen)
    : decideScheduled(request, { ...seen, registered });
}
