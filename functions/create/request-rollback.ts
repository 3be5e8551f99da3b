import { mayRollBack, rollbackRequestId } from '../../domain/create/rollback.ts';
import { clusterDeletionRequested } from '../../events/cluster/deletion-requested.ts';
import { eventOf } from '../../events/event.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';

/**
 * Asks for the deletion of everything that a failed creation made. A cluster that was there before is kept, whatever
 * the request said: it may carry workloads. So is a cluster that another operation has had since, which may have
 * finished it. What if this runs twice? The request id is the operation's own.
 */
export const handler = task(
  createTasks.requestRollback,
  { facts, operations },
  async ({ operation }, ports) => {
    const { id, cluster } = operation;
    const record = await ports.operations.readOperation({ clusterArn: cluster.arn, operationId: id });
    if (!mayRollBack(record)) return { outcome: 'Kept' as const };
    const lease = await ports.operations.readLease(cluster.arn);
    if (lease?.epoch !== operation.epoch) return { outcome: 'Kept' as const };
    await ports.facts.publish(
      eventOf(clusterDeletionRequested, {
        version: '1',
        requestId: rollbackRequestId(id),
        requestedBy: `rollback of ${id}`,
        parent: id,
        cluster: cluster.name,
        confirm: cluster.name,
      }),
    );
    return { outcome: 'Requested' as const };
  },
);
