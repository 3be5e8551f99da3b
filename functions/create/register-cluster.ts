import { change } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { readTarget } from './target.ts';

/**
 * Makes the cluster one of the fleet, at level `all` if it was none before, with the document that was applied.
 * What if this runs twice? It writes the same again.
 */
export const handler = task(
  createTasks.registerCluster,
  { account, operations, registry },
  async ({ operation, at }, ports) => {
    const { cluster, id } = operation;
    const [target, before] = await Promise.all([
      readTarget(operation, ports),
      ports.registry.read(cluster.arn),
    ]);
    const registered = {
      cluster,
      level: before?.level ?? ('all' as const),
      origin: before?.origin ?? ('created' as const),
      since: before?.since ?? at,
      config: target.config,
      documentIs: 'applied' as const,
      writtenBy: id,
      writtenAt: at,
      observed: {
        availabilityZones: target.account.availabilityZones,
        subnets: target.subnets,
        ...(target.account.instanceTypes ? { instanceTypes: target.account.instanceTypes } : {}),
      },
      notDescribed: [],
    };
    await change(operation, ports.operations, () => ports.registry.register(registered));
    return { outcome: 'Registered' as const };
  },
);
