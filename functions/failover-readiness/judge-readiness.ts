import type * as z from 'zod';
import type { SeenCronJobs } from '../../domain/failover/cron-jobs.ts';
import { drillWarnings } from '../../domain/failover/drill/judge.ts';
import { latenessOf } from '../../domain/failover/first-preparation.ts';
import {
  judgeReadiness,
  readinessChange,
  type SeenPlan,
  type SeenSide,
  warningsOf,
} from '../../domain/failover/judge-readiness.ts';
import { wantedReplicas } from '../../domain/failover/kept-replicas.ts';
import { newestMove, rtoWarnings } from '../../domain/failover/last-move.ts';
import { isBesideTraffic } from '../../domain/failover/parity.ts';
import type { StandingPlan } from '../../domain/failover/standing-plans.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { regionalEks } from '../runtime/ports/cluster/regional-eks.ts';
import { standbyKubernetes } from '../runtime/ports/cluster/standby-kubernetes.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { regionalHookFunctions } from '../runtime/ports/workflows/regional-hook-functions.ts';
import { regionalHooks } from '../runtime/ports/workflows/regional-hooks.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { type HookPorts, hookFaults } from './hook-faults.ts';
import { unlessSilent } from './is-silent.ts';
import { guardOfPlan, planHere } from './plan-here.ts';
import { cronJobsOf, type WorkloadsPort, workloads } from './workloads.ts';

interface Ports extends HookPorts {
  readonly account: OwnAccount;
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly guards: GuardOf;
  readonly kubernetes: WorkloadsPort;
  readonly nodeGroups: Pick<NodeGroupsPort, 'groups'>;
  readonly regionalEks: (region: string) => Pick<EksPort, 'describeCluster'>;
  readonly operations: Pick<OperationStore, 'operationsOf'>;
  readonly registry: Pick<RegistryPort, 'read'>;
}
type Answer = z.input<typeof failoverReadinessTasks.judgeReadiness.output>;

async function lookAt(standing: StandingPlan, at: string, ports: Ports): Promise<SeenPlan> {
  const { plan } = standing;
  const { from, to, name } = plan;
  const guard = guardOfPlan(plan, ports);
  const levelOf = async (side: typeof from) =>
    (await ports.registry.read(clusterArn(ports.account, side.region, side.cluster)))?.level;
  const primary = async (): Promise<SeenSide & { readonly cronJobs: SeenCronJobs['primary'] }> => {
    const found = await ports.regionalEks(from.region).describeCluster(from.cluster);
    const [level, cronJobs] = await Promise.all([levelOf(from), cronJobsOf(found, ports)]);
    return { cluster: found, level, cronJobs };
  };
  const cluster = await ports.eks.describeCluster(to.cluster);
  const sizes = await guard.sizes(name);
  const [level, other, groups, inside, jobs, claimed, hooks] = await Promise.all([
    levelOf(to),
    unlessSilent(primary(), () => undefined),
    cluster ? ports.nodeGroups.groups(to.cluster) : [],
    workloads(cluster, Object.keys(wantedReplicas(plan, sizes)), ports),
    cronJobsOf(cluster, ports),
    guard.read(name),
    hookFaults(plan, ports),
  ]);
  const standby = { cluster, level };
  const cronJobs = { primary: other?.cronJobs, standby: jobs };
  return { plan, at, standby, primary: other, groups, ...inside, cronJobs, claimed, sizes, hooks };
}

/** Looks whether a plan's standby could take over. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  failoverReadinessTasks.judgeReadiness,
  {
    ...{ account, eks, fleets, guards, nodeGroups, kubernetes: standbyKubernetes },
    ...{ operations, regionalEks, regionalHooks, regionalHookFunctions, registry },
  },
  async ({ plan: name, at, found }, ports): Promise<Answer> => {
    const standing = await planHere(name, ports);
    if (!standing) return { outcome: 'Gone' };
    const guard = guardOfPlan(standing.plan, ports);
    const { plan } = standing;
    const [before, drill, records, look] = await Promise.all([
      guard.readiness(name),
      guard.drill(name),
      ports.operations.operationsOf(clusterArn(ports.account, plan.to.region, plan.to.cluster)),
      lookAt(standing, at, ports),
    ]);
    const warnings = [
      ...found.filter(isBesideTraffic),
      ...warningsOf(look, before?.warnings ?? []),
      ...drillWarnings(plan, drill, before?.since ?? standing.keptAt, at, look.claimed?.epoch),
      ...rtoWarnings(plan, newestMove(records, name)),
    ];
    const unready = [...found.filter((one) => !isBesideTraffic(one)), ...judgeReadiness(look)];
    const change = readinessChange(before, unready, warnings);
    const fact = {
      plan: name,
      fleet: standing.fleet,
      region: ports.account.region,
      ready: unready.length === 0,
      ...{ broke: [...(change?.broke ?? [])], mended: [...(change?.mended ?? [])], unready, warnings },
    };
    if (change) return { outcome: 'Changed', fact };
    const why = latenessOf(before, { at, unready }, standing.keptAt);
    return why === undefined ? { outcome: 'Unchanged', fact } : { outcome: 'Late', fact, why };
  },
);
