import { change } from '../runtime/change.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/** Takes the cluster out of the fleet; of the cluster itself it touches nothing. What if this runs twice? It is out. */
export const handler = task(
  operationTasks.unregisterCluster,
  { operations, registry },
  async ({ operation }, ports) => {
    await change(operation, ports.operations, () => ports.registry.unregister(operation.cluster));
    return { outcome: 'Unregistered' as const };
  },
);
