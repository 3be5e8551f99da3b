import { eks } from '../runtime/ports/cluster/eks.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';

/** Looks once more before success is said. It changes nothing, so it may run as often as it likes. */
export const handler = task(createTasks.verifyCluster, { eks }, async ({ operation }, ports) => {
  const { name } = operation.cluster;
  const cluster = await ports.eks.describeCluster(name);
  if (cluster?.status === 'ACTIVE')
    return { outcome: 'Verified' as const, kubernetesVersion: cluster.version };
  const reason = cluster ? `is ${cluster.status}` : 'does not exist any more';
  return {
    outcome: 'Failed' as const,
    failures: [{ key: 'controlPlane', reason: `cluster ${name} ${reason}` }],
  };
});
