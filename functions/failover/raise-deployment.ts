import { TaskError } from '../../domain/errors.ts';
import { decideReplicas } from '../../domain/failover/capacity.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { requireMove } from './guard-of.ts';
import { readMove } from './move-of.ts';

/** Raises a Deployment to the replicas that the move wants. What if this runs twice? See the contract. */
export const handler = task(
  failoverTasks.raiseDeployment,
  { account, guards, kubernetes, operations },
  async ({ operation, key }, ports) => {
    const move = await readMove(operation, ports.operations);
    const [, namespace = '', name = ''] = key.split('/');
    const wanted = move.capacity.replicas[`${namespace}/${name}`];
    const { api } = move;
    if (wanted === undefined || !api) throw new TaskError('InvalidInput', `the move wants no ${key}`);
    const decision = decideReplicas(await ports.kubernetes.deployment(api, namespace, name), wanted);
    if (decision.do !== 'scale') return { outcome: 'Unchanged' as const };
    await requireMove(move, operation, ports);
    const { resourceVersion, replicas } = decision;
    await whileHeld(operation, ports.operations, () =>
      ports.kubernetes.scaleDeployment(api, { namespace, name, resourceVersion, replicas }),
    );
    return { outcome: 'Applied' as const, change: `${key} to ${replicas} replicas` };
  },
);
