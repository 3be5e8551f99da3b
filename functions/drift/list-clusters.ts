import { account } from '../runtime/ports/account/account.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { driftTasks } from './contracts.ts';

/** As many as a Map goes through with its results within an execution's payload. */
const PAGE = 100;

/** A page of the clusters that the fleet has in this region. It changes nothing, so it may run as often as it likes. */
export const handler = task(driftTasks.listClusters, { account, registry }, async ({ from }, ports) => {
  const { clusters, next } = await ports.registry.list(ports.account.region, from, PAGE);
  return { outcome: 'Listed' as const, clusters: [...clusters], next };
});
