import { isOwnRollback } from '../../domain/create/rollback.ts';
import { clusterDeletionRequested } from '../../events/cluster/deletion-requested.ts';
import { accept } from '../operation/accept.ts';
import { refused } from '../operation/acceptable.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';

/**
 * Validates a ClusterDeletionRequested event and claims it; the lease is taken over from a creation, a scaling or
 * an upgrade that is under way. What if this runs twice? See `accept`.
 */
export const handler = task(
  deleteTasks.acceptRequest,
  { account, fleets, identities, leases, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'delete',
      event: clusterDeletionRequested,
      ask: ({ cluster: name, confirm, parent }) => {
        if (confirm === name) return { name, request: {}, parent };
        const message = `found ${JSON.stringify(confirm)}, allowed "${name}": repeat the cluster's name to confirm that it is to be deleted`;
        return refused('detail.confirm', message);
      },
      isOwn: async ({ requestId, parent: operationId }, { lease }, { cluster: { arn: clusterArn } }) => {
        if (operationId === undefined) return false;
        const record = await ports.operations.readOperation({ clusterArn, operationId });
        return isOwnRollback(requestId, record, lease);
      },
    }),
);
