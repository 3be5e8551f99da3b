import { supportEndsSoon } from '../../events/cluster/support-ends-soon.ts';
import { eventOf } from '../../events/event.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { supportTasks } from './contracts.ts';

/** Tells the fleet that a cluster's version comes to the end of its support. What if this runs twice? See the contract. */
export const handler = task(supportTasks.publishSupportEnd, { facts }, async ({ end }, ports) => {
  await ports.facts.publish(eventOf(supportEndsSoon, { version: '1', ...end }));
  return { outcome: 'Published' as const };
});
