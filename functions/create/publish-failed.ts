import { clusterCreationFailed } from '../../events/cluster/creation-failed.ts';
import { eventOf } from '../../events/event.ts';
import { facts } from '../runtime/ports/facts.ts';
import { task } from '../runtime/task.ts';
import { publishFailed } from './publish-failed.contract.ts';

/** Tells the fleet which step of a creation failed, and why. */
export const handler = task(publishFailed, { facts }, async ({ operation, failure }, ports) => {
  const { id: operationId, cluster } = operation;
  await ports.facts.publish(
    eventOf(clusterCreationFailed, { version: '1', operationId, cluster, ...failure }),
  );
  return { outcome: 'Published' as const };
});
