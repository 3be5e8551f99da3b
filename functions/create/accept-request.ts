import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import { toRequestProblem } from '../../domain/operation/request.ts';
import { clusterRequested } from '../../events/cluster/requested.ts';
import { accept } from '../operation/accept.ts';
import { refused } from '../operation/acceptable.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';

/** Validates a ClusterRequested event and claims it. What if this runs twice? See `accept`. */
export const handler = task(
  createTasks.acceptRequest,
  { account, fleets, identities, leases, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'create',
      event: clusterRequested,
      ask: ({ requestId, config: document, rollbackOnFailure = false }, { region, at }) => {
        const { problems, config } = parseClusterConfig(document, requestId, { today: at.slice(0, 10) });
        if (problems) return { problems: problems.map(toRequestProblem) };
        const { name, region: wanted, tags } = config.metadata;
        if (wanted !== region) {
          const message = `found ${wanted}, allowed ${region}: a request is sent to the bus of the cluster's own region`;
          return refused('metadata.region', message);
        }
        return { name, tags: tags ?? {}, request: { config, rollbackOnFailure } };
      },
    }),
);
