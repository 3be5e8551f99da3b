import { TaskError } from '../../domain/errors.ts';
import { clusterAdopted } from '../../events/cluster/adopted.ts';
import { eventOf } from '../../events/event.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { adoptTasks } from './contracts.ts';

/** A fact is at most 256 KB; the fleet table has the rest. */
const MOST_NAMED = 200;

/**
 * Tells the fleet that it has the cluster, and which parts of it no document says. What if this runs twice? See the
 * contract.
 */
export const handler = task(adoptTasks.publishAdopted, { facts, records }, async ({ operation }, ports) => {
  const { cluster } = operation;
  const { registered, access } = await ports.records.read(cluster, ['registered', 'access']);
  if (!registered) throw new TaskError('Unexpected', `${cluster.name} is not in the fleet any more`);
  const { level, notDescribed } = registered;
  const named = notDescribed.slice(0, MOST_NAMED);
  const left = notDescribed.length - named.length;
  const more = left > 0 ? [{ path: '', reason: `and ${left} more, in the fleet table` }] : [];
  await ports.facts.publish(
    eventOf(clusterAdopted, {
      ...factMembersOf(operation),
      level,
      notDescribed: [...named, ...more],
      ...(access ? { kubernetesAccess: access } : {}),
    }),
  );
  return { outcome: 'Published' as const };
});
