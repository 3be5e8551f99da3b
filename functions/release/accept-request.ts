import { clusterReleaseRequested } from '../../events/cluster/release-requested.ts';
import { accept } from '../operation/accept.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { releaseTasks } from './contracts.ts';

/**
 * Validates a ClusterReleaseRequested event and claims it. What if this runs twice? See `accept`: a cluster that this
 * request itself has released meanwhile is found claimed before it is missed.
 */
export const handler = task(
  releaseTasks.acceptRequest,
  { account, fleets, identities, leases, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'release',
      event: clusterReleaseRequested,
      ask: ({ cluster: name }) => ({ name, request: {} }),
      records: ['registered', 'memory'],
      decide: (_detail, { registered, memory }, { cluster: { name, region } }) => {
        const refuse = (message: string) =>
          ({ do: 'refuse', problem: { path: 'detail.cluster', message } }) as const;
        if (!registered)
          return refuse(`the fleet has no cluster ${name} in ${region}: there is nothing to release`);
        // Only the fleet knows the sizes that it would wake to.
        return memory
          ? refuse(
              `${name} in ${region} is hibernating, and nobody else knows what it wakes to: eks-fleet wake ${name} --region ${region}, then release it`,
            )
          : undefined;
      },
    }),
);
