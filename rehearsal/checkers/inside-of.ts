import type { EksService } from '../../simulator/eks/eks.ts';
import type { KubernetesCluster } from '../../simulator/kubernetes/cluster.ts';
import type { World } from '../../simulator/world.ts';

/** The inside of a cluster itself, past its API; undefined where there is no such cluster. */
export function insideOf(world: World, region: string, name: string): KubernetesCluster | undefined {
  const { inCluster } = world.region(region).service('eks') as EksService;
  return inCluster.hasCluster(name) ? inCluster.kubernetes(name) : undefined;
}
