import { describeForFleet } from '../../domain/observe/adoption.ts';
import type { ClusterRef } from '../../domain/operation/subject.ts';
import type { DescribedCluster } from '../../domain/ports/eks.ts';
import { type Level, speaksAt } from '../../domain/registry/level.ts';
import { type RegisteredCluster, releaseOf } from '../../domain/registry/registered-cluster.ts';
import { readOperation } from '../operation/read-operation.ts';
import { change } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { network } from '../runtime/ports/resources/network.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { adoptTasks } from './contracts.ts';

const refused = (message: string) => ({
  outcome: 'Refused' as const,
  problems: [{ path: 'detail.cluster', message }],
});

/** The reason why a cluster cannot be described, or undefined. */
function refusalOf(
  observed: DescribedCluster | undefined,
  { name, region }: ClusterRef,
  isRegistered: boolean,
): string | undefined {
  if (!observed && isRegistered)
    return `there is no cluster ${name} in ${region} any more; for the fleet to forget it: ${releaseOf({ name, region })}`;
  if (!observed)
    return `there is no cluster ${name} in ${region}; aws eks list-clusters shows those that are`;
  if (observed.status === 'ACTIVE') return undefined;
  return `${name} in ${region} is ${observed.status}; adopt it once it is ACTIVE`;
}

const nothing = async (): Promise<undefined> => undefined;

/**
 * Kinds that are not described: stacks are ours, rules for ECR come from an annotation of ours, and CloudWatch keeps
 * the retention of logs. So there is none to look at.
 */
const notDescribed = {
  logGroups: { logGroup: nothing },
  pullThroughCache: { rule: nothing },
  stacks: { describe: nothing, find: nothing },
};

/** A cluster of the fleet at another level: its document stays, so that drift is still seen. */
function atLevel(registered: RegisteredCluster, level: Level, writtenBy: string): RegisteredCluster {
  return { ...registered, level, writtenBy };
}

/**
 * Looks at the whole cluster and writes it into the fleet table; of the cluster nothing is changed. What if this runs
 * twice? It finds the entry that this operation has written.
 */
export const handler = task(
  adoptTasks.registerCluster,
  {
    account,
    contents,
    eks,
    network,
    operations,
    registry,
  },
  async ({ operation, at }, ports) => {
    const { cluster, id } = operation;
    const { name, region } = cluster;
    const [{ request }, registered] = await Promise.all([
      readOperation('adopt', operation, ports.operations),
      ports.registry.read(cluster.arn),
    ]);
    const { level } = request;
    if (registered?.writtenBy === id) return { outcome: 'Registered' as const };
    // Where the fleet comes into the cluster, another request makes it look again at its way there.
    if (registered?.level === level && !speaksAt(level))
      return refused(`the fleet has ${name} in ${region} already, at level ${level}`);
    const observed = await ports.eks.describeCluster(name);
    const refusal = refusalOf(observed, cluster, registered !== undefined);
    if (!observed || refusal !== undefined) return refused(refusal ?? '');
    const wanted = registered
      ? atLevel(registered, level, id)
      : await describeForFleet(
          observed,
          { cluster, level, operationId: id, at, account: { ...ports.account, availabilityZones: [] } },
          { ...ports, ...notDescribed },
        );
    await change(operation, ports.operations, () => ports.registry.register(wanted));
    return { outcome: 'Registered' as const };
  },
);
