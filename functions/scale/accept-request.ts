import type * as z from 'zod';
import { decideFiring } from '../../domain/firings/decide-firing.ts';
import { acceptanceProblem } from '../../domain/scale/acceptance.ts';
import type { ScalingRequest } from '../../domain/scale/request.ts';
import { clusterScaleRequested } from '../../events/cluster/scale-requested.ts';
import { accept } from '../operation/accept.ts';
import { account } from '../runtime/ports/account/account.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';

type Detail = z.output<(typeof clusterScaleRequested)['detail']>;

/** The request without the members that are of every request. */
function requestOf(detail: Detail): ScalingRequest {
  const { version: _version, requestId: _id, requestedBy: _by, cluster: _cluster, ...request } = detail;
  return request;
}

/** The end of an `until`: it is not lost, whichever lease or pause holds the cluster. */
const isReturn = ({ action }: Detail): boolean => action === 'return';
/** Nobody waits for it. */
const isFiring = (detail: Detail): boolean => detail.schedule !== undefined || isReturn(detail);

/**
 * Validates a ClusterScaleRequested event and claims it. A schedule's request is held against the Fleet document as
 * it is now, and gives way: it is skipped, or asks again while another operation holds the lease. What if this runs
 * twice? See `accept`.
 */
export const handler = task(
  scaleTasks.acceptRequest,
  { account, fleets, operations, records },
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
      whileFrozen: (detail) => (isReturn(detail) ? 'go' : isFiring(detail) ? 'skip' : 'refuse'),
    }),
);
