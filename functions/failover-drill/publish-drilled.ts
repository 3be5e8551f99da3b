import { TaskError } from '../../domain/errors.ts';
import { judgeDrill } from '../../domain/failover/drill/judge.ts';
import { requesterOf } from '../../domain/operation/requester.ts';
import { eventOf } from '../../events/event.ts';
import { failoverDrilled } from '../../events/failover/drilled.ts';
import { readMoved } from '../failover/move-of.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

/** Tells what a drill has measured, and in what it fell short. */
export const handler = task(
  failoverDrillTasks.publishDrilled,
  { facts, operations },
  async ({ operation }, ports) => {
    const { record, plan: move } = await readMoved(operation, ports.operations);
    const { times, notes = [], short } = record.report ?? {};
    if (!short) throw new TaskError('Unexpected', `operation ${operation.id} has not been settled`);
    const { phases = [], seconds, objectiveSeconds } = judgeDrill(move.plan, times, []);
    await ports.facts.publish(
      eventOf(failoverDrilled, {
        ...factMembersOf({ ...record, requester: requesterOf(record) }),
        ...{ plan: move.plan.name, fleet: move.fleet, objectiveSeconds },
        ...(seconds === undefined ? {} : { seconds }),
        ...{ phases: [...phases], short: [...short], notes: [...notes] },
      }),
    );
    return { outcome: 'Published' as const };
  },
);
