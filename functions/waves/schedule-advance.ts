import { lookAgain } from '../../domain/waves/look-again.ts';
import { variable } from '../runtime/execution-environment.ts';
import { schedules } from '../runtime/ports/workflows/schedules.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

/** Sees to the next look. What if this runs twice? The schedule has the upgrade's name, and the later one replaces it. */
export const handler = task(
  wavesTasks.scheduleAdvance,
  { schedules },
  async ({ upgrade, nextAt, at }, ports) => {
    const schedule = lookAgain(upgrade, nextAt, at, variable('STAGE'));
    await ports.schedules.put(schedule, schedule.expression.replaceAll(/[^\w-]/g, '-'));
    return { outcome: 'Scheduled' as const };
  },
);
