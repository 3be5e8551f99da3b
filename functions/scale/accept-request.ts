import type * as z from 'zod';
import { decideFiring } from '../../domain/firings/decide-firing.ts';
import { isOwnFiring } from '../../domain/fleet/schedules/own-firing.ts';
import type { ClusterRef } from '../../domain/operation/subject.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { acceptanceProblem } from '../../domain/scale/acceptance.ts';
import type { ScalingRequest } from '../../domain/scale/request.ts';
import { returnRequestId } from '../../domain/scale/until/return-schedule.ts';
import { clusterScaleRequested } from '../../events/cluster/scale-requested.ts';
import { accept } from '../operation/accept.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';

type Detail = z.output<(typeof clusterScaleRequested)['detail']>;

/** The request without the members that are of every request. */
function requestOf(detail: Detail): ScalingRequest {
  const {
    version: _version,
    requestId: _id,
    requestedBy: _by,
    reason: _reason,
    cluster: _cluster,
    ...request
  } = detail;
  return request;
}

/** The end of an `until`: it is not lost, whichever lease or pause holds the cluster. */
const isReturn = ({ action }: Detail): boolean => action === 'return';
/** The end of an `until` that an operation on record has planned, once its time has come: by the id that its schedule gives. */
async function isOwnReturn(
  { requestId, operationId }: Extract<Detail, { action: 'return' }>,
  { arn: clusterArn }: ClusterRef,
  at: string,
  { operations }: { readonly operations: Pick<OperationStore, 'readPlan'> },
): Promise<boolean> {
  if (requestId !== returnRequestId(operationId)) return false;
  const plan = await operations.readPlan('scale', { clusterArn, operationId });
  return plan?.until !== undefined && Date.parse(plan.until) <= Date.parse(at);
}

/** Nobody waits for it. */
const isFiring = (detail: Detail): boolean => detail.schedule !== undefined || isReturn(detail);

/**
 * Validates a ClusterScaleRequested event and claims it. A schedule's request is held against the Fleet document as
 * it is now, and gives way: it is skipped, or asks again while another operation holds the lease. What if this runs
 * twice? See `accept`.
 */
export const handler = task(
  scaleTasks.acceptRequest,
  { account, fleets, identities, leases, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'scale',
      event: clusterScaleRequested,
      ask: (detail) => ({
        name: detail.cluster,
        request: requestOf(detail),
        parent: detail.action === 'return' ? detail.operationId : undefined,
      }),
      records: ['pause', 'registered', 'fleet'],
      fleet: ({ schedule }) => schedule?.fleet,
      decide: (detail, { registered, lease, pause, fleet }, { region, at, event, cluster: { name } }) => {
        const request = requestOf(detail);
        if (isFiring(detail))
          return decideFiring(request, {
            clusterName: name,
            nowMs: Date.parse(at),
            askedAt: event.time,
            registered,
            holder: lease?.holder,
            pause,
            document: fleet?.document,
          });
        const until = 'until' in request ? request.until : undefined;
        const problem = acceptanceProblem({ cluster: name, region, until, at }, registered);
        return problem && ({ do: 'refuse', problem } as const);
      },
      isOwn: async (detail, { registered, fleet }, { at, cluster }) => {
        if (detail.action === 'return') return isOwnReturn(detail, cluster, at, ports);
        if (!registered) return false;
        const { level, config } = registered;
        return isOwnFiring({
          requestId: detail.requestId,
          request: requestOf(detail),
          scheduled: { cluster, level, tags: config.metadata.tags ?? {} },
          document: fleet?.document,
          stage: ports.account.stage,
          nowMs: Date.parse(at),
        });
      },
      whileFrozen: (detail) => (isReturn(detail) ? 'go' : isFiring(detail) ? 'skip' : 'refuse'),
    }),
);
