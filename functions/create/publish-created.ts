import { clusterCreated } from '../../events/cluster/created.ts';
import { eventOf } from '../../events/event.ts';
import { facts } from '../runtime/ports/facts.ts';
import { registry } from '../runtime/ports/registry.ts';
import { task } from '../runtime/task.ts';
import { publishCreated } from './publish-created.contract.ts';

/** Tells the fleet that the cluster is as its document says. */
export const handler = task(publishCreated, { facts, registry }, async (input, ports) => {
  const { operation, kubernetesVersion } = input;
  const { id: operationId, cluster } = operation;
  const kubernetesAccess = await ports.registry.readAccess(cluster.arn);
  await ports.facts.publish(
    eventOf(clusterCreated, {
      version: '1',
      operationId,
      cluster,
      kubernetesVersion,
      ...(kubernetesAccess ? { kubernetesAccess } : {}),
    }),
  );
  return { outcome: 'Published' as const };
});
