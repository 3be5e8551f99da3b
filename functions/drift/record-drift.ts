import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { driftTasks } from './contracts.ts';

/**
 * Remembers the drift that was told of a cluster, so that it is told once. What if this runs twice? See the contract.
 */
export const handler = task(
  driftTasks.recordDrift,
  { registry },
  async ({ cluster, writtenBy, digest }, ports) => {
    await ports.registry.recordDrift(cluster.arn, writtenBy, digest);
    return { outcome: 'Recorded' as const };
  },
);
