import { hasSchedules } from '../../domain/fleet/schedules/has-schedules.ts';
import { scheduleGroup } from '../../domain/fleet/schedules/names.ts';
import type { SchedulesPort } from '../../domain/ports/schedules.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { schedules } from '../runtime/ports/workflows/schedules.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

const WAIT_SECONDS = 10;

/** The number of schedules in a group. */
async function count(schedules: SchedulesPort, group: string): Promise<number> {
  let found = 0;
  let from = '';
  do {
    const { names, next } = await schedules.list(group, '', from);
    found += names.length;
    from = next;
  } while (from !== '');
  return found;
}

/** Sees to a fleet's schedule group in this region. What if this runs twice? It finds the group as it is to be. */
export const handler = task(
  fleetTasks.applyGroup,
  { deployment, fleets, schedules },
  async ({ fleet, token }, ports) => {
    const { stage, region } = ports.deployment;
    const group = scheduleGroup(stage, fleet);
    const [stored, state] = await Promise.all([ports.fleets.read(fleet), ports.schedules.groupState(group)]);
    if (state === 'DELETING') return { outcome: 'Waiting' as const, waitSeconds: WAIT_SECONDS, deleted: 0 };
    if (stored && hasSchedules(stored, region)) {
      if (state === undefined) await ports.schedules.ensureGroup(group, token);
      return { outcome: 'Ready' as const };
    }
    if (state === undefined) return { outcome: 'Gone' as const };
    const deleted = await count(ports.schedules, group);
    await ports.schedules.deleteGroup(group, token);
    return { outcome: 'Waiting' as const, waitSeconds: WAIT_SECONDS, deleted };
  },
);
