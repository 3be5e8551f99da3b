import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/** Frees the cluster for the next operation. */
export const handler = task(operationTasks.releaseLease, { operations }, async ({ operation }, ports) => {
  const released = await ports.operations.releaseLease(operation);
  return { outcome: released ? ('Released' as const) : ('Superseded' as const) };
});
