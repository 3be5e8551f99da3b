import type * as z from 'zod';
import { upgradeProblem } from '../../domain/upgrade/acceptance.ts';
import type { UpgradeRequest } from '../../domain/upgrade/request.ts';
import { clusterUpgradeRequested } from '../../events/cluster/upgrade-requested.ts';
import { accept } from '../operation/accept.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';

type Detail = z.output<(typeof clusterUpgradeRequested)['detail']>;

/** The request without the members that are of every request. */
function requestOf(detail: Detail): UpgradeRequest {
  const {
    version: _version,
    requestId: _id,
    requestedBy: _by,
    reason: _reason,
    cluster: _cluster,
    parent: _parent,
    ...request
  } = detail;
  return request;
}

/** Validates a ClusterUpgradeRequested event and claims it. What if this runs twice? See `accept`. */
export const handler = task(
  upgradeTasks.acceptRequest,
  { account, fleets, identities, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'upgrade',
      event: clusterUpgradeRequested,
      ask: (detail) => ({ name: detail.cluster, request: requestOf(detail), parent: detail.parent }),
      records: ['pause', 'registered'],
      decide: (detail, { registered }, { region, at }) => {
        const problem = upgradeProblem(requestOf(detail), {
          cluster: detail.cluster,
          region,
          registered,
          at,
        });
        return problem && ({ do: 'refuse', problem } as const);
      },
    }),
);
