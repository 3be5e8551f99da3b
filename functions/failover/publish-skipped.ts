import { requesterOf } from '../../domain/operation/requester.ts';
import { eventOf } from '../../events/event.ts';
import { failoverSkipped } from '../../events/failover/skipped.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { readOperation } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';

/** Tells that a request to move a plan came to nothing, and why. */
export const handler = task(
  failoverTasks.publishSkipped,
  { facts, operations },
  async ({ operation, reason }, ports) => {
    const record = await readOperation('failover', operation, ports.operations);
    const { plan, fleet } = record.request;
    await ports.facts.publish(
      eventOf(failoverSkipped, {
        ...factMembersOf({ ...record, requester: requesterOf(record) }),
        ...{ plan, fleet, reason },
      }),
    );
    return { outcome: 'Published' as const };
  },
);
