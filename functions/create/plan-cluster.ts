import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { givenNetworkProblems } from '../../domain/desired/given-network.ts';
import { type DescribedSubnet, givenNetwork, givenVpcId } from '../../domain/desired/network-facts.ts';
import { instanceTypeProblems, namedInstanceTypes } from '../../domain/desired/offered-instance-types.ts';
import { refusalsOf } from '../../domain/observe/refusals.ts';
import type { Target } from '../../domain/observe/target.ts';
import { type RequestProblem, toRequestProblem } from '../../domain/operation/request.ts';
import type { NetworkPort } from '../../domain/ports/network.ts';
import { foreignProblem } from '../../domain/registry/foreign.ts';
import { asleepOf } from '../../domain/scale/memory.ts';
import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { eks } from '../runtime/ports/eks.ts';
import { logGroups } from '../runtime/ports/log-groups.ts';
import { network } from '../runtime/ports/network.ts';
import { operations } from '../runtime/ports/operations.ts';
import { pullThroughCache } from '../runtime/ports/pull-through-cache.ts';
import { records } from '../runtime/ports/records.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { planCluster } from './plan-cluster.contract.ts';
import { readDocument } from './target.ts';

/** The network that the document names, and where what it says of it is not so. */
async function describeGiven(
  config: ClusterConfig,
  port: NetworkPort,
): Promise<{ readonly subnets: readonly DescribedSubnet[]; readonly problems: readonly RequestProblem[] }> {
  const given = givenNetwork(config);
  if (!given) return { subnets: [], problems: [] };
  const subnets = await port.subnets(given.subnetIds);
  const vpcId = givenVpcId(config, subnets);
  const vpcCidrs = vpcId === '' ? undefined : await port.vpcCidrs(vpcId);
  const described = { subnets, ...(vpcCidrs ? { vpcCidrs } : {}) };
  const problems = givenNetworkProblems(config, config.metadata.name, described).map(toRequestProblem);
  const missing = {
    path: 'vpc.id',
    message: `found ${vpcId}, allowed a VPC that exists in this account and region`,
  };
  return { subnets, problems: given.vpcId !== undefined && !vpcCidrs ? [missing, ...problems] : problems };
}

/**
 * Looks at everything that a refusal could come from, before anything is changed, and records what later steps
 * need of it. What if this runs twice? It records the newer look.
 */
export const handler = task(
  planCluster,
  { account, contents, eks, logGroups, network, operations, pullThroughCache, records, stacks },
  async ({ operation }, ports) => {
    const document = await readDocument(operation, ports);
    const { config } = document;
    const [availabilityZones, { subnets, problems: misnamed }, offered] = await Promise.all([
      ports.network.availabilityZones(),
      describeGiven(config, ports.network),
      ports.network.offeredInstanceTypes(namedInstanceTypes(config)),
    ]);
    const notOffered = instanceTypeProblems(config, config.metadata.name, offered).map(toRequestProblem);
    const problems = [...misnamed, ...notOffered];
    if (problems.length > 0) return { outcome: 'Refused' as const, problems };
    const [observed, { registered, memory }] = await Promise.all([
      ports.eks.describeCluster(config.metadata.name),
      ports.records.read(operation.cluster, ['registered', 'memory']),
    ]);
    const asleep = memory ? { asleep: asleepOf(memory) } : {};
    const account = { ...document.account, availabilityZones };
    const target: Target = { ...document, account, subnets, ...asleep };
    const foreign = foreignProblem(operation.cluster, observed, registered);
    if (foreign) return { outcome: 'Refused' as const, problems: [foreign] };
    if (observed?.status === 'ACTIVE') {
      const refusals = await refusalsOf(target, observed, ports);
      if (refusals.length > 0) return { outcome: 'Refused' as const, problems: [...refusals] };
    }
    await ports.operations.recordObserved(operation, {
      clusterExisted: observed !== undefined,
      availabilityZones,
      subnets,
      ...asleep,
    });
    return { outcome: 'Planned' as const };
  },
);
