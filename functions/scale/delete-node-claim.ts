import { TaskError } from '../../domain/errors.ts';
import { nodeClaimKey } from '../../domain/scale/inside/provisioning-items.ts';
import { change } from '../runtime/change.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { scaleTasks } from './contracts.ts';
import { readProvisioning } from './read-provisioning.ts';

/**
 * Asks for the end of one NodeClaim: the program that started its node drains it, and EC2 loses the instance. What if
 * this runs twice? One that is on its way out, or gone, stays so.
 */
export const handler = task(
  scaleTasks.deleteNodeClaim,
  { kubernetes, operations },
  async ({ operation, key }, ports) => {
    const { change: provisioning, api } = await readProvisioning(operation, ports.operations);
    const name = key.slice(nodeClaimKey('').length);
    if (provisioning.do !== 'stop' || name === '')
      throw new TaskError('InvalidInput', `the plan ends no NodeClaim ${key}`);
    await change(operation, ports.operations, () => ports.kubernetes.deleteNodeClaim(api, name));
    return { outcome: 'Applied' as const, change: `end NodeClaim ${name}` };
  },
);
