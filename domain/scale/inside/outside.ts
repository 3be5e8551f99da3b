import type { KubernetesAccess } from '../../access/kubernetes-access.ts';
import { apiOf } from '../../access/reach.ts';
import type { DescribedCluster } from '../../ports/eks.ts';
import type { InsideAtPlanning, SeenProvisioning } from './inside.ts';

/** Where nobody looks inside of a cluster, nothing there stands in the way. */
const NOTHING_INSIDE: InsideAtPlanning = {
  nodePools: undefined,
  hasNodeClaims: false,
  webhooks: [],
  held: [],
};

/** What is inside of a cluster as far as nobody asks it; why it is not to be asked where the fleet has not been let in. */
export const insideFromOutside = (
  clusterName: string,
  access: KubernetesAccess | undefined,
  isOpen: boolean,
): SeenProvisioning['inside'] =>
  isOpen
    ? NOTHING_INSIDE
    : { why: access?.says ?? `the fleet was never let into ${clusterName}: apply or adopt it again` };

/**
 * What a scaling is planned by beside the groups, as far as it is known without asking the cluster itself: what EKS says,
 * and where the API is if the fleet has been let in.
 */
export function provisioningFromOutside(
  cluster: DescribedCluster,
  access: KubernetesAccess | undefined,
  stage: string,
): SeenProvisioning {
  const { name, computeConfig } = cluster;
  const api = access?.is === 'ready' ? apiOf(cluster, stage) : undefined;
  return { computeConfig, nodes: [], api, inside: insideFromOutside(name, access, api !== undefined) };
}
