import { apiOf } from '../../domain/access/reach.ts';
import type { SeenPlan } from '../../domain/failover/judge-readiness.ts';
import type { DescribedCluster } from '../../domain/ports/eks.ts';
import type { ObservedCronJob, StandbyKubernetesPort } from '../../domain/ports/kubernetes.ts';
import { unlessSilent } from './is-silent.ts';

export type WorkloadsPort = Pick<StandbyKubernetesPort, 'autoscalers' | 'cronJobs' | 'deployment'>;
interface Ports {
  readonly account: { readonly stage: string };
  readonly kubernetes: WorkloadsPort;
}

/** A Deployment that is asked for where a plan wants none: whether the API answers is to be known all the same. */
const NOBODYS = 'kube-system/coredns';

/** The Deployments that a move wants and their autoscalers, or why the Kubernetes API does not tell of them. */
export async function workloads(
  cluster: DescribedCluster | undefined,
  wanted: readonly string[],
  { account, kubernetes }: Ports,
): Promise<Pick<SeenPlan, 'autoscalers' | 'deployments' | 'unreached'>> {
  const nothing = { deployments: undefined, autoscalers: undefined };
  if (!cluster) return { ...nothing, unreached: undefined };
  const api = apiOf(cluster, account.stage);
  if (!api) return { ...nothing, unreached: 'its endpoint is not open to the fleet' };
  const deployment = async (key: string) => {
    const [namespace = '', name = ''] = key.split('/');
    return [key, await kubernetes.deployment(api, namespace, name)] as const;
  };
  const looked = Promise.all([
    Promise.all((wanted.length === 0 ? [NOBODYS] : wanted).map(deployment)),
    // Clusters that were let in by an earlier release may not allow it yet.
    unlessSilent(kubernetes.autoscalers(api), () => undefined),
  ]);
  return unlessSilent(
    looked.then(([entries, autoscalers]) => ({
      ...{ autoscalers, unreached: undefined },
      deployments: Object.fromEntries(entries),
    })),
    (unreached) => ({ ...nothing, unreached }),
  );
}

/** The CronJobs of a cluster; undefined where it does not tell of them. */
export async function cronJobsOf(
  cluster: DescribedCluster | undefined,
  { account, kubernetes }: Ports,
): Promise<readonly ObservedCronJob[] | undefined> {
  const api = cluster && apiOf(cluster, account.stage);
  return api && unlessSilent(kubernetes.cronJobs(api), () => undefined);
}
