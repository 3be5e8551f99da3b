import { clusterCreated } from '../../events/cluster/created.ts';
import { eventOf } from '../../events/event.ts';
import { facts } from '../runtime/ports/facts.ts';
import { task } from '../runtime/task.ts';
import { publishCreated } from './publish-created.contract.ts';

/** Tells the fleet that the cluster is as its document says. */
export const handler = task(publishCreated, { facts }, async ({ operation, kubernetesVersion }, ports) => {
  const { id: operationId, cluster } = operation;
  await ports.facts.publish(
    eventOf(clusterCreated, { version: '1', operationId, cluster, kubernetesVersion }),
  );
  return { outcome: 'Published' as const };
});
