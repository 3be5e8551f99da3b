import { eventOf } from '../../events/event.ts';
import { schedulesReconciliationRequested } from '../../events/schedules/reconciliation-requested.ts';
import { regionalBuses } from '../runtime/ports/events/regional-buses.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

/** Tells a region that a document has changed. What if this runs twice? The region finds nothing to do. */
export const handler = task(
  fleetTasks.requestReconciliation,
  { regionalBuses },
  async ({ operation, revision, region }, ports) => {
    await ports.regionalBuses(region).publish(
      eventOf(schedulesReconciliationRequested, {
        version: '1',
        requestId: `${operation.id}-${region}`,
        requestedBy: `operation ${operation.id}`,
        fleet: operation.cluster.name,
        revision,
      }),
    );
    return { outcome: 'Requested' as const };
  },
);
