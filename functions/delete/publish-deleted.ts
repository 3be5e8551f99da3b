import { clusterDeleted } from '../../events/cluster/deleted.ts';
import { eventOf } from '../../events/event.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { leftovers } from '../runtime/ports/resources/leftovers.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';

/** Tells the fleet that the cluster is gone, and which volumes were kept. What if this runs twice? See the contract. */
export const handler = task(
  deleteTasks.publishDeleted,
  { facts, leftovers },
  async ({ operation }, ports) => {
    const keptVolumes = [...(await ports.leftovers.volumes(operation.cluster.name))].sort();
    await ports.facts.publish(eventOf(clusterDeleted, { ...factMembersOf(operation), keptVolumes }));
    return { outcome: 'Published' as const };
  },
);
