import { TaskError } from '../../domain/errors.ts';
import { decidePool, type PoolChange } from '../../domain/scale/inside/pool-change.ts';
import { nodePoolKey } from '../../domain/scale/inside/provisioning-items.ts';
import { applyDecision } from '../runtime/change.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';
import { readProvisioning } from './read-provisioning.ts';

type Limiting = Extract<PoolChange, { operation: 'LimitNodePool' }>['request'];

/** Lets a NodePool start no more nodes, or as many as before. What if this runs twice? See `applyDecision`. */
export const handler = task(
  scaleTasks.limitNodePool,
  { kubernetes, operations },
  async ({ operation, key }, ports) => {
    const { change, api } = await readProvisioning(operation, ports.operations);
    const pool = change.provisioning.nodePools.find(({ name }) => nodePoolKey(name) === key);
    if (!pool) throw new TaskError('InvalidInput', `the plan has no NodePool ${key}`);
    const found = (await ports.kubernetes.nodePools(api)) ?? [];
    return applyDecision({
      operation,
      key,
      decision: decidePool(
        pool,
        change.do,
        found.find(({ name }) => name === pool.name),
      ),
      operations: ports.operations,
      create: () => Promise.reject(new TaskError('Unexpected', 'scaling creates no NodePool')),
      update: ({ request }) => ports.kubernetes.limitNodePool(api, request as Limiting),
    });
  },
);
