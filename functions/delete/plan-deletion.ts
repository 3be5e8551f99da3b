import { decideDeletionRequest } from '../../domain/decide/deletion-request.ts';
import { guestInstances } from '../../domain/decide/leftovers.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { LeftoversPort } from '../../domain/ports/deletion.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';
import { eks } from '../runtime/ports/eks.ts';
import { leftovers } from '../runtime/ports/leftovers.ts';
import { operations } from '../runtime/ports/operations.ts';
import { registry } from '../runtime/ports/registry.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { planDeletion } from './plan-deletion.contract.ts';
import { readScope } from './scope.ts';

async function guestsOf(
  operation: OperationRef,
  ports: { readonly leftovers: LeftoversPort; readonly stacks: StackPort },
): Promise<readonly string[]> {
  const scope = await readScope(operation, ports.stacks);
  // A given network stays, and so does whatever is in it.
  return scope.ownVpcId === undefined ? [] : guestInstances(await ports.leftovers.find(scope), scope);
}

/**
 * Looks at everything that a refusal could come from, before anything is deleted. It changes nothing, so it may
 * run as often as it likes.
 */
export const handler = task(
  planDeletion,
  { eks, leftovers, operations, registry, stacks },
  async ({ operation }, ports) => {
    const { name, arn } = operation.cluster;
    const [cluster, stackNames, earlier, registered, guests] = await Promise.all([
      ports.eks.describeCluster(name),
      ports.stacks.namesOfCluster(name),
      ports.operations.operationsOf(arn),
      ports.registry.read(arn),
      guestsOf(operation, ports),
    ]);
    const problem = decideDeletionRequest({
      cluster: operation.cluster,
      observed: cluster,
      hasStacks: stackNames.length > 0,
      wasCreated: earlier.some(({ kind, status }) => kind === 'create' && status !== 'Rejected'),
      isRegistered: registered !== undefined,
      guestInstances: guests,
    });
    if (problem) return { outcome: 'Refused' as const, problems: [problem] };
    return { outcome: 'Planned' as const, stacks: [...stackNames] };
  },
);
