import { requesterOf } from '../../domain/operation/requester.ts';
import { scheduleSkipped } from '../../events/cluster/schedule-skipped.ts';
import { eventOf } from '../../events/event.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { readOperation } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';

/** Tells the fleet that a schedule's firing came to nothing, and why. */
export const handler = task(
  scaleTasks.publishSkipped,
  { facts, operations },
  async ({ operation, reason }, ports) => {
    const record = await readOperation('scale', operation, ports.operations);
    const { request, requestedBy } = record;
    const schedule = 'schedule' in request && request.schedule ? { schedule: request.schedule } : {};
    const { action } = request;
    await ports.facts.publish(
      eventOf(scheduleSkipped, {
        ...factMembersOf({ ...record, requester: requesterOf(record) }),
        action,
        requestedBy,
        ...schedule,
        reason,
      }),
    );
    return { outcome: 'Published' as const };
  },
);
