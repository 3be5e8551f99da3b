import { readMoved } from '../failover/move-of.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

/** A person who takes the drill back waits for no longer. */
const LOOK_SECONDS = 60;

/** Looks whether a drill has stayed at the standby for as long as it is to. What if this runs twice? A look changes nothing. */
export const handler = task(
  failoverDrillTasks.observeDrill,
  { operations },
  async ({ operation, since, at }, ports) => {
    const { record, plan } = await readMoved(operation, ports.operations);
    const left = (plan.drill?.staysSeconds ?? 0) - (Date.parse(at) - Date.parse(since)) / 1000;
    if (record.cancellation || left <= 0) return { outcome: 'Over' as const };
    return { outcome: 'Waiting' as const, waitSeconds: Math.max(1, Math.min(LOOK_SECONDS, Math.ceil(left))) };
  },
);
