import { clusterDrifted } from '../../events/cluster/drifted.ts';
import { eventOf } from '../../events/event.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { driftTasks } from './contracts.ts';

/** Tells the fleet how a cluster differs from its document. */
export const handler = task(
  driftTasks.publishDrift,
  { facts },
  async ({ cluster, differences, more }, ports) => {
    await ports.facts.publish(eventOf(clusterDrifted, { version: '1', cluster, differences, more }));
    return { outcome: 'Published' as const };
  },
);
