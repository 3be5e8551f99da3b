import { TaskError } from '../../domain/errors.ts';
import { decideBuiltInPools } from '../../domain/scale/inside/pool-change.ts';
import { readPlan } from '../operation/read-operation.ts';
import { applyDecision } from '../runtime/change.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';

/** Takes Auto Mode's own node pools away, or puts them back. What if this runs twice? See `applyDecision`. */
export const handler = task(
  scaleTasks.setBuiltInPools,
  { eks, operations },
  async ({ operation, key }, ports) => {
    const { name } = operation.cluster;
    const { provisioning } = await readPlan('scale', operation, ports.operations);
    if (!provisioning) throw new TaskError('InvalidInput', `the plan changes no ${key}`);
    const [cluster, failedUpdate] = await Promise.all([
      ports.eks.describeCluster(name),
      ports.eks.failedUpdate(name, provisioning.since),
    ]);
    return applyDecision({
      operation,
      key,
      decision: decideBuiltInPools(name, provisioning, { ...(cluster ? { cluster } : {}), failedUpdate }),
      operations: ports.operations,
      create: () => Promise.reject(new TaskError('Unexpected', 'scaling creates no cluster')),
      update: (change, token) => ports.eks.change(change, token),
    });
  },
);
