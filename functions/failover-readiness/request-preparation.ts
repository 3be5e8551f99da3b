import { eventOf } from '../../events/event.ts';
import { failoverPreparationRequested } from '../../events/failover/preparation-requested.ts';
import { regionalBuses } from '../runtime/ports/events/regional-buses.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';

/** Tells a region that failover plans may have changed. What if this runs twice? The region finds nothing to do. */
export const handler = task(
  failoverReadinessTasks.requestPreparation,
  { regionalBuses },
  async ({ operation, revision, region }, ports) => {
    await ports.regionalBuses(region).publish(
      eventOf(failoverPreparationRequested, {
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
