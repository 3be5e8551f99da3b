import { requesterOf } from '../../domain/operation/requester.ts';
import { eventOf } from '../../events/event.ts';
import { failoverDrillSkipped } from '../../events/failover/drill-skipped.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { readOperation } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

/** Tells that a scheduled drill was not held, and why. */
export const handler = task(
  failoverDrillTasks.publishSkipped,
  { facts, operations },
  async ({ operation, reason }, ports) => {
    const record = await readOperation('drill', operation, ports.operations);
    const { plan, fleet } = record.request;
    await ports.facts.publish(
      eventOf(failoverDrillSkipped, {
        ...factMembersOf({ ...record, requester: requesterOf(record) }),
        ...{ plan, fleet, reason },
      }),
    );
    return { outcome: 'Published' as const };
  },
);
