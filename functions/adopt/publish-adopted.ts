import { TaskError } from '../../domain/errors.ts';
import { clusterAdopted } from '../../events/cluster/adopted.ts';
import { eventOf } from '../../events/event.ts';
import { facts } from '../runtime/ports/facts.ts';
import { registry } from '../runtime/ports/registry.ts';
import { task } from '../runtime/task.ts';
import { publishAdopted } from './publish-adopted.contract.ts';

/** A fact is at most 256 KB; the fleet table has the rest. */
const MOST_NAMED = 200;

/** Tells the fleet that it has the cluster, and what of it no document says. */
export const handler = task(publishAdopted, { facts, registry }, async ({ operation }, ports) => {
  const { id: operationId, cluster } = operation;
  const [registered, kubernetesAccess] = await Promise.all([
    ports.registry.read(cluster.arn),
    ports.registry.readAccess(cluster.arn),
  ]);
  if (!registered) throw new TaskError('Unexpected', `${cluster.name} is not in the fleet any more`);
  const { level, notDescribed } = registered;
  const named = notDescribed.slice(0, MOST_NAMED);
  const left = notDescribed.length - named.length;
  const more = left > 0 ? [{ path: '', reason: `and ${left} more, in the fleet table` }] : [];
  await ports.facts.publish(
    eventOf(clusterAdopted, {
      version: '1',
      operationId,
      cluster,
      level,
      notDescribed: [...named, ...more],
      ...(kubernetesAccess ? { kubernetesAccess } : {}),
    }),
  );
  return { outcome: 'Published' as const };
});
