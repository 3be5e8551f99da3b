import { TaskError } from '../../domain/errors.ts';
import type { SeenCapacity, WantedCapacity } from '../../domain/failover/capacity.ts';
import type { KubernetesApi, KubernetesPort, ObservedDeployment } from '../../domain/ports/kubernetes.ts';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';

export interface CapacityPorts {
  readonly kubernetes: KubernetesPort;
  readonly nodeGroups: NodeGroupsPort;
}

const NO_ANSWER = /^(Kubernetes(Unreachable|Unauthorized|Forbidden)|ServiceUnavailable|Throttled)$/;

const NOT_COUNTED = 'pods were not counted, and nodes by Auto Scaling alone';

type Inside = Pick<SeenCapacity, 'ready' | 'deployments'> & { readonly why?: string };

/** The inside of the cluster; where it does not answer, why: nodes are counted by Auto Scaling then, and pods by nobody. */
async function seeInside(
  { replicas }: WantedCapacity,
  api: KubernetesApi,
  kubernetes: KubernetesPort,
): Promise<Inside> {
  try {
    const [nodes, deployments] = await Promise.all([
      kubernetes.nodes(api),
      Promise.all(
        Object.keys(replicas).map(async (key) => {
          const [namespace = '', name = ''] = key.split('/');
          return [key, await kubernetes.deployment(api, namespace, name)] as const;
        }),
      ),
    ]);
    const there = deployments.filter(
      (entry): entry is [string, ObservedDeployment] => entry[1] !== undefined,
    );
    return {
      ready: new Set(nodes.filter(({ ready }) => ready).flatMap(({ instanceId }) => instanceId ?? [])),
      deployments: Object.fromEntries(there),
    };
  } catch (error) {
    if (error instanceof TaskError && NO_ANSWER.test(error.name))
      return { why: `${NOT_COUNTED}: the Kubernetes API did not answer: ${error.message}` };
    throw error;
  }
}

/** The side that is to serve, as it is: groups by Auto Scaling, nodes and workloads by the Kubernetes API. */
export async function seeCapacity(
  wanted: WantedCapacity,
  api: KubernetesApi | undefined,
  clusterName: string,
  ports: CapacityPorts,
): Promise<SeenCapacity & { readonly why?: string }> {
  const [groups, inside] = await Promise.all([
    wanted.groups.length === 0 ? [] : ports.nodeGroups.groups(clusterName, wanted.groups),
    api
      ? seeInside(wanted, api, ports.kubernetes)
      : { why: `${NOT_COUNTED}: the fleet was not let into the cluster` },
  ]);
  return { groups, ...inside };
}
