import type * as z from 'zod';
import { apiOf } from '../../domain/access/reach.ts';
import { drillWarnings } from '../../domain/failover/drill/judge.ts';
import { latenessOf } from '../../domain/failover/first-preparation.ts';
import {
  judgeReadiness,
  readinessChange,
  type SeenPlan,
  type SeenSide,
} from '../../domain/failover/judge-readiness.ts';
import { wantedReplicas } from '../../domain/failover/kept-replicas.ts';
import { newestMove, rtoWarnings } from '../../domain/failover/last-move.ts';
import type { StandingPlan } from '../../domain/failover/standing-plans.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { DescribedCluster, EksPort } from '../../domain/ports/eks.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import type { HooksPort } from '../../domain/ports/hooks.ts';
import type { KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { regionalEks } from '../runtime/ports/cluster/regional-eks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { regionalHooks } from '../runtime/ports/workflows/regional-hooks.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { hookFaults } from './hook-faults.ts';
import { isSilent } from './is-silent.ts';
import { guardOfPlan, planHere } from './plan-here.ts';

interface Ports {
  readonly account: OwnAccount;
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly guards: GuardOf;
  readonly kubernetes: Pick<KubernetesPort, 'deployment'>;
  readonly nodeGroups: Pick<NodeGroupsPort, 'groups'>;
  readonly regionalEks: (region: string) => Pick<EksPort, 'describeCluster'>;
  readonly regionalHooks: (region: string) => Pick<HooksPort, 'isWaitedFor' | 'unfit'>;
  readonly operations: Pick<OperationStore, 'operationsOf'>;
  readonly registry: Pick<RegistryPort, 'read'>;
}
/** A Deployment that is asked for where a plan wants none: whether the API answers is to be known all the same. */
const NOBODYS = 'kube-system/coredns';

type Answer = z.input<typeof failoverReadinessTasks.judgeReadiness.output>;

/** The answer of a part; where it is silent, something else that is said of it. */
async function unlessSilent<T, Else>(asked: Promise<T>, otherwise: (why: string) => Else): Promise<T | Else> {
  try {
    return await asked;
  } catch (error) {
    if (isSilent(error)) return otherwise(error.message);
    throw error;
  }
}

/** The Deployments that a move wants, or why the Kubernetes API does not tell of them. */
async function workloads(
  cluster: DescribedCluster | undefined,
  wanted: readonly string[],
  ports: Ports,
): Promise<Pick<SeenPlan, 'deployments' | 'unreached'>> {
  if (!cluster) return { deployments: undefined, unreached: undefined };
  const api = apiOf(cluster, ports.account.stage);
  if (!api) return { deployments: undefined, unreached: 'its endpoint is not open to the fleet' };
  const found = Promise.all(
    (wanted.length === 0 ? [NOBODYS] : wanted).map(async (key) => {
      const [namespace = '', name = ''] = key.split('/');
      return [key, await ports.kubernetes.deployment(api, namespace, name)] as const;
    }),
  );
  return unlessSilent(
    found.then((entries) => ({ deployments: Object.fromEntries(entries), unreached: undefined })),
    (unreached) => ({ deployments: undefined, unreached }),
  );
}

async function lookAt(standing: StandingPlan, at: string, ports: Ports): Promise<SeenPlan> {
  const { plan } = standing;
  const { from, to, name } = plan;
  const guard = guardOfPlan(plan, ports);
  const levelOf = async (side: typeof from) =>
    (await ports.registry.read(clusterArn(ports.account, side.region, side.cluster)))?.level;
  const primary = async (): Promise<SeenSide> => ({
    cluster: await ports.regionalEks(from.region).describeCluster(from.cluster),
    level: await levelOf(from),
  });
  const cluster = await ports.eks.describeCluster(to.cluster);
  const sizes = await guard.sizes(name);
  const [level, other, groups, inside, claimed, hooks] = await Promise.all([
    levelOf(to),
    unlessSilent(primary(), () => undefined),
    cluster ? ports.nodeGroups.groups(to.cluster) : [],
    workloads(cluster, Object.keys(wantedReplicas(plan, sizes)), ports),
    guard.read(name),
    hookFaults(plan, ports.regionalHooks),
  ]);
  const standby = { cluster, level };
  return { plan, at, standby, primary: other, groups, ...inside, claimed, sizes, hooks };
}

/** Looks whether a plan's standby could take over. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  failoverReadinessTasks.judgeReadiness,
  {
    ...{ account, eks, fleets, guards, kubernetes, nodeGroups },
    ...{ operations, regionalEks, regionalHooks, registry },
  },
  async ({ plan: name, at, found }, ports): Promise<Answer> => {
    const standing = await planHere(name, ports);
    if (!standing) return { outcome: 'Gone' };
    const guard = guardOfPlan(standing.plan, ports);
    const { plan } = standing;
    const [before, drill, records] = await Promise.all([
      guard.readiness(name),
      guard.drill(name),
      ports.operations.operationsOf(clusterArn(ports.account, plan.to.region, plan.to.cluster)),
    ]);
    const warnings = [
      ...drillWarnings(plan, drill, before?.since ?? standing.keptAt, at),
      ...rtoWarnings(plan, newestMove(records, name)),
    ];
    const unready = [...found, ...judgeReadiness(await lookAt(standing, at, ports))];
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
