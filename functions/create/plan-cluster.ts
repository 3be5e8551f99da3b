import { type DescribedSubnet, givenNetwork } from '../../domain/desired/network-facts.ts';
import { TaskError } from '../../domain/errors.ts';
import { refusalsOf } from '../../domain/observe/refusals.ts';
import type { Target } from '../../domain/observe/target.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { NetworkPort } from '../../domain/ports/network.ts';
import { foreignProblem } from '../../domain/registry/foreign.ts';
import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { eks } from '../runtime/ports/eks.ts';
import { logGroups } from '../runtime/ports/log-groups.ts';
import { network } from '../runtime/ports/network.ts';
import { operations } from '../runtime/ports/operations.ts';
import { pullThroughCache } from '../runtime/ports/pull-through-cache.ts';
import { registry } from '../runtime/ports/registry.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { planCluster } from './plan-cluster.contract.ts';
import { readDocument } from './target.ts';

/** The given subnets, or why they cannot be used. */
async function describeGiven(
  port: NetworkPort,
  subnetIds: readonly string[],
): Promise<readonly DescribedSubnet[] | RequestProblem> {
  try {
    return await port.subnets(subnetIds);
  } catch (error) {
    if (error instanceof TaskError && error.name === 'NotFound')
      return { path: 'vpc.subnets', message: error.message };
    throw error;
  }
}

/**
 * Looks at everything that a refusal could come from, before anything is changed, and records what later steps
 * need of it. What if this runs twice? It records the newer look.
 */
export const handler = task(
  planCluster,
  { account, contents, eks, logGroups, network, operations, pullThroughCache, registry, stacks },
  async ({ operation }, ports) => {
    const document = await readDocument(operation, ports);
    const [availabilityZones, subnets] = await Promise.all([
      ports.network.availabilityZones(),
      describeGiven(ports.network, givenNetwork(document.config)?.subnetIds ?? []),
    ]);
    if (!Array.isArray(subnets))
      return { outcome: 'Refused' as const, problems: [subnets as RequestProblem] };
    const target: Target = { ...document, account: { ...document.account, availabilityZones }, subnets };
    const [observed, registered] = await Promise.all([
      ports.eks.describeCluster(document.config.metadata.name),
      ports.registry.read(operation.cluster.arn),
    ]);
    const foreign = foreignProblem(operation.cluster, observed, registered);
    if (foreign) return { outcome: 'Refused' as const, problems: [foreign] };
    if (observed?.status === 'ACTIVE') {
      const problems = await refusalsOf(target, observed, ports);
      if (problems.length > 0) return { outcome: 'Refused' as const, problems: [...problems] };
    }
    await ports.operations.recordObserved(operation, {
      clusterExisted: observed !== undefined,
      availabilityZones,
      subnets,
    });
    return { outcome: 'Planned' as const };
  },
);
