import { TaskError } from '../../domain/errors.ts';
import { decideFewer } from '../../domain/failover/drill/put-back.ts';
import { readMove } from '../failover/move-of.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

/** Puts a Deployment back to the replicas that it had before the drill. What if this runs twice? See the contract. */
export const handler = task(
  failoverDrillTasks.lowerDeployment,
  { account, kubernetes, operations },
  async ({ operation, key }, ports) => {
    const { api, drill } = await readMove(operation, ports.operations);
    const [, namespace = '', name = ''] = key.split('/');
    if (!drill || !api) throw new TaskError('InvalidInput', `the drill has no ${key}`);
    const found = await ports.kubernetes.deployment(api, namespace, name);
    const decision = decideFewer(`${namespace}/${name}`, drill, found);
    if (decision.do !== 'scale') return { outcome: 'Unchanged' as const };
    const { resourceVersion, replicas } = decision;
    await whileHeld(operation, ports.operations, () =>
      ports.kubernetes.scaleDeployment(api, { namespace, name, resourceVersion, replicas }),
    );
    return { outcome: 'Applied' as const, change: `${key} to ${replicas} replicas` };
  },
);
