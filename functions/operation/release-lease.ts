import { leases } from '../runtime/ports/state/leases.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/** Frees the cluster for the next operation. */
export const handler = task(operationTasks.releaseLease, { leases }, async ({ operation }, ports) => {
  const released = await ports.leases.releaseLease(operation);
  return { outcome: released ? ('Released' as const) : ('Superseded' as const) };
});
