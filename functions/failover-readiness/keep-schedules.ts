import { failoverGroupOf } from '../../domain/failover/names.ts';
import { failoverSchedules } from '../../domain/failover/preparation/schedules.ts';
import { scheduleChanges } from '../../domain/fleet/schedules/difference.ts';
import { account } from '../runtime/ports/account/account.ts';
import { schedules } from '../runtime/ports/workflows/schedules.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';

/** Makes the region's schedules as they are to be. What if this runs twice? It finds them so. */
export const handler = task(
  failoverReadinessTasks.keepSchedules,
  { account, schedules },
  async ({ token, at, watches, prepares, drilled }, ports) => {
    const group = failoverGroupOf(ports.account);
    const desired = failoverSchedules(ports.account, { watches, prepares }, drilled);
    const { names } = await ports.schedules.list(group, '', '');
    const existing = await Promise.all(names.map((name) => ports.schedules.get(group, name)));
    const there = existing.filter((one) => one !== undefined);
    for (const { do: what, schedule } of scheduleChanges(desired, there, Date.parse(at))) {
      const own = `${token}-${what}-${schedule.name}`;
      if (what === 'delete') await ports.schedules.delete(group, schedule.name, own);
      else await ports.schedules.put(schedule, own);
    }
    return { outcome: 'Kept' as const };
  },
);
