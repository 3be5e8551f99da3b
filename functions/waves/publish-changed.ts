import { toFleetRef } from '../../domain/fleet/fleet-ref.ts';
import { eventOf } from '../../events/event.ts';
import { fleetUpgradeChanged } from '../../events/fleet-upgrade/changed.ts';
import { requesterIn } from '../operation/fact-members.ts';
import { readOperation } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

/** Tells that a wish is on record, so that it is acted on. What if this runs twice? The same fact is told again. */
export const handler = task(
  wavesTasks.publishChanged,
  { facts, operations },
  async ({ operation, upgrade }, ports) => {
    const { id: operationId, cluster } = operation;
    const { request } = await readOperation('upgrade-fleet', operation, ports.operations);
    await ports.facts.publish(
      eventOf(fleetUpgradeChanged, {
        version: '1',
        operationId,
        fleet: toFleetRef(cluster),
        ...requesterIn(operation),
        upgrade,
        action: request.action,
      }),
    );
    return { outcome: 'Published' as const };
  },
);
