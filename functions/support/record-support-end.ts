import { toldMark } from '../../domain/support/support-end.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { supportTasks } from './contracts.ts';

/** Remembers what was told of the end of a cluster's support. What if this runs twice? See the contract. */
export const handler = task(supportTasks.recordSupportEnd, { registry }, async ({ end }, ports) => {
  await ports.registry.recordToldSupport(end.cluster.arn, toldMark(end));
  return { outcome: 'Recorded' as const };
});
