import { TaskError } from '../../domain/errors.ts';
import { returnSchedule } from '../../domain/scale/until/return-schedule.ts';
import { readPlan } from '../operation/read-operation.ts';
import { change } from '../runtime/change.ts';
import { variable } from '../runtime/execution-environment.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { schedules } from '../runtime/ports/workflows/schedules.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';

/** Sees to the way back before the first change. What if this runs twice? The schedule has the operation's name. */
export const handler = task(
  scaleTasks.scheduleReturn,
  { operations, schedules },
  async ({ operation }, ports) => {
    const { until } = await readPlan('scale', operation, ports.operations);
    if (until === undefined) throw new TaskError('Unexpected', `operation ${operation.id} has no end`);
    const schedule = returnSchedule(operation, until, variable('STAGE'));
    await change(operation, ports.operations, () => ports.schedules.put(schedule, operation.id));
    return { outcome: 'Scheduled' as const };
  },
);
