import type { KubernetesAccess } from '../access/kubernetes-access.ts';
import { apiOf } from '../access/reach.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { InsideAtPlanning, SeenProvisioning } from './inside.ts';

/** Where nobody looks inside of a cluster, nothing there stands in the way. */
export const NOTHING_INSIDE: InsideAtPlanning = {
  nodePools: undefined,
  hasNodeClaims: false,
  webhooks: [],
  held: [],
};

/**
 * What a scaling is planned by beside the groups, as far as it is known without asking the cluster itself: what EKS says,
 * and where the API is if the fleet has been let in; otherwise why it was not.
 */
export function provisioningFromOutside(
  cluster: DescribedCluster,
  access: KubernetesAccess | undefined,
  stage: string,
): SeenProvisioning {
  const api = access?.is === 'ready' ? apiOf(cluster, stage) : undefined;
  const why = access?.says ?? `the fleet was never let into ${cluster.name}: apply or adopt it again`;
  return { computeConfig: cluster.computeConfig, nodes: [], api, inside: api ? NOTHING_INSIDE : { why } };
}
