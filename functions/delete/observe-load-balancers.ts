import { loadBalancerItems } from '../../domain/decide/left-load-balancers.ts';
import { decidePhase } from '../../domain/phase.ts';
import { lookOf } from '../../domain/phase-contract.ts';
import { loadBalancers } from '../runtime/ports/resources/load-balancers.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { readScope } from './scope.ts';

/** Looks at the load balancers that the cluster left. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  deleteTasks.observeLoadBalancers,
  { loadBalancers, stacks },
  async (input, ports) => {
    const scope = await readScope(input.operation, ports.stacks);
    return decidePhase(loadBalancerItems(await ports.loadBalancers.all(), scope), lookOf(input));
  },
);
