import { loadBalancerItems } from '../../domain/decide/left-load-balancers.ts';
import { loadBalancers } from '../runtime/ports/resources/load-balancers.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { deleteTasks } from './contracts.ts';
import { deleteItem } from './delete-item.ts';
import { readScope } from './scope.ts';

/** Deletes a load balancer or a target group that the cluster left. What if this runs twice? See `deleteItem`. */
export const handler = task(
  deleteTasks.deleteLoadBalancer,
  { loadBalancers, operations, stacks },
  async ({ operation, key }, ports) =>
    deleteItem({
      operation,
      key,
      items: loadBalancerItems(await ports.loadBalancers.all(), await readScope(operation, ports.stacks)),
      operations: ports.operations,
      delete: (change) => ports.loadBalancers.change(change),
    }),
);
