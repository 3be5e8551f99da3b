import { clusterReleased } from '../../events/cluster/released.ts';
import { eventOf } from '../../events/event.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { releaseTasks } from './contracts.ts';

/** Tells the fleet that it has the cluster no more. */
export const handler = task(releaseTasks.publishReleased, { facts }, async ({ operation }, ports) => {
  await ports.facts.publish(eventOf(clusterReleased, factMembersOf(operation)));
  return { outcome: 'Published' as const };
});
