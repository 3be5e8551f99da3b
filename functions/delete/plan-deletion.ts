import { decideDeletionRequest } from '../../domain/decide/deletion-request.ts';
import { eks } from '../runtime/ports/eks.ts';
import { operations } from '../runtime/ports/operations.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { planDeletion } from './plan-deletion.contract.ts';

/**
 * Looks at everything that a refusal could come from, before anything is deleted. It changes nothing, so it may
 * run as often as it likes.
 */
export const handler = task(planDeletion, { eks, operations, stacks }, async ({ operation }, ports) => {
  const { name, arn } = operation.cluster;
  const [cluster, stacksOfCluster, earlier] = await Promise.all([
    ports.eks.describeCluster(name),
    ports.stacks.ofCluster(name),
    ports.operations.operationsOf(arn),
  ]);
  const problem = decideDeletionRequest({
    cluster: operation.cluster,
    observed: cluster,
    hasStacks: stacksOfCluster.length > 0,
    wasCreated: earlier.some(({ kind, status }) => kind === 'create' && status !== 'Rejected'),
  });
  return problem ? { outcome: 'Refused' as const, problems: [problem] } : { outcome: 'Planned' as const };
});
