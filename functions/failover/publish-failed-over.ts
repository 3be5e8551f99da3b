import { TaskError } from '../../domain/errors.ts';
import { phasesOf } from '../../domain/failover/phases.ts';
import { otherSide, sideOf } from '../../domain/failover/standing-plans.ts';
import { requesterOf } from '../../domain/operation/requester.ts';
import { eventOf } from '../../events/event.ts';
import { failedOver } from '../../events/failover/failed-over.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';

/** Tells that a plan has moved, and how long each phase of it took. */
export const handler = task(
  failoverTasks.publishFailedOver,
  { facts, operations },
  async ({ operation }, ports) => {
    const { record, plan: move } = await readPlanned('failover', operation, ports.operations);
    const { times, notes = [] } = record.report ?? {};
    if (!times) throw new TaskError('Unexpected', `operation ${operation.id} has not been settled`);
    const { plan, fleet, to, epoch, planned, why } = move;
    const { evidence } = record.request;
    const phases = phasesOf(move, times);
    await ports.facts.publish(
      eventOf(failedOver, {
        ...factMembersOf({ ...record, requester: requesterOf(record) }),
        ...{ plan: plan.name, fleet, to, epoch, planned, why },
        from: sideOf(plan, otherSide(to)).region,
        seconds: Math.round(phases.reduce((sum, { seconds }) => sum + seconds, 0) * 10) / 10,
        phases: [...phases],
        ...(evidence ? { evidence } : {}),
        notes: [...notes],
      }),
    );
    return { outcome: 'Published' as const };
  },
);
