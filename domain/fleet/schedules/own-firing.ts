import { governing } from '../../policy/governing.ts';
import type { ScheduledCluster } from '../../policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import type { ScalingRequest } from '../../scale/request.ts';
import { desiredSchedules, SCHEDULED_TIME } from './schedules.ts';

/** A firing comes within its window, of a day at most, and Scheduler asks for a day. */
const LATEST_MS = 2 * 86_400_000;

interface Arrived {
  readonly requestId: string;
  readonly request: ScalingRequest;
  readonly scheduled: ScheduledCluster;
  readonly document: FleetDocument | undefined;
  readonly stage: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * True where a request is one that a schedule of the fleet's makes of this document, by its id, and at a time that has
 * come. The id holds the schedule and the time, so that whoever puts it by hand asks for what the schedule asks for, once:
 * the other of the two is a duplicate. A rate has no times of its own, so that nothing tells its firing from another.
 */
export function isOwnFiring({ requestId, request, scheduled, document, stage, nowMs }: Arrived): boolean {
  const { action, schedule } = request;
  if (!schedule || !document || document.metadata.name !== schedule.fleet) return false;
  const { scheduledAt } = schedule;
  const atMs = Date.parse(scheduledAt);
  // As Scheduler writes it, and in no other way: two ways to write one time would be two requests.
  if (scheduledAt !== `${new Date(atMs).toISOString().slice(0, 19)}Z`) return false;
  if (atMs > nowMs || atMs < nowMs - LATEST_MS) return false;
  const { name } = scheduled.cluster;
  const governed = governing(document, atMs)({ name, tags: scheduled.tags ?? {} });
  const { schedules } = desiredSchedules(document, scheduled, governed, { stage, nowMs: atMs });
  return schedules.some(({ expression, event: { detail } }) => {
    const id = String(detail.requestId).replace(SCHEDULED_TIME, scheduledAt);
    const of = detail.schedule as { readonly entry: string };
    return (
      id === requestId &&
      detail.action === action &&
      of.entry === schedule.entry &&
      !expression.startsWith('rate(')
    );
  });
}
