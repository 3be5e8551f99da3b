import { clusterCreated } from '../../events/cluster/created.ts';
import { eventOf } from '../../events/event.ts';
import { factMembersOf } from '../operation/fact-members.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';

/** Tells the fleet that the cluster is as its document says. */
export const handler = task(createTasks.publishCreated, { facts, records }, async (input, ports) => {
  const { operation, kubernetesVersion } = input;
  const { access } = await ports.records.read(operation.cluster, ['access']);
  await ports.facts.publish(
    eventOf(clusterCreated, {
      ...factMembersOf(operation),
      kubernetesVersion,
      ...(access ? { kubernetesAccess: access } : {}),
    }),
  );
  return { outcome: 'Published' as const };
});
