import { notYet } from '../../domain/fleet/checks/not-yet.ts';
import { toFleetRef } from '../../domain/fleet/fleet-ref.ts';
import { eventOf } from '../../events/event.ts';
import { fleetApplied } from '../../events/fleet/applied.ts';
import { requesterIn } from '../operation/fact-members.ts';
import { readOperation } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

/** Tells the fleet that a document is stored or forgotten. What if this runs twice? The same fact is told again. */
export const handler = task(
  fleetTasks.publishApplied,
  { facts, operations },
  async ({ operation, revision, regions }, ports) => {
    const { id: operationId, cluster } = operation;
    const { request } = await readOperation('apply-fleet', operation, ports.operations);
    await ports.facts.publish(
      eventOf(fleetApplied, {
        version: '1',
        operationId,
        fleet: toFleetRef(cluster),
        ...requesterIn(operation),
        revision,
        deleted: request.do === 'delete',
        regions,
        notYet: request.do === 'apply' ? [...notYet(request.document)] : [],
      }),
    );
    return { outcome: 'Published' as const };
  },
);
