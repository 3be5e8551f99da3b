import type { KubernetesAccess } from '../../access/kubernetes-access.ts';
import { apiOf } from '../../access/reach.ts';
import type { DescribedCluster } from '../../ports/eks.ts';
import type { InsideAtPlanning, SeenProvisioning } from './inside.ts';

/** An inside that nobody looks at: nothing there stands in the way. */
const NOTHING_INSIDE: InsideAtPlanning = {
  nodePools: undefined,
  hasNodeClaims: false,
  webhooks: [],
  held: [],
};

/**
 * The inside of a cluster as far as it is known without asking it. Where the fleet has not been let in, it says why
 * it is not to be asked.
 */
export const insideFromOutside = (
  clusterName: string,
  access: KubernetesAccess | undefined,
  isOpen: boolean,
): SeenProvisioning['inside'] =>
  isOpen
    ? NOTHING_INSIDE
    : { why: access?.says ?? `the fleet was never let into ${clusterName}: apply or adopt it again` };

/**
 * The facts beside the groups that a scaling is planned by, as far as they are known without asking the cluster
 * itself: EKS's, and the address of the API if the fleet has been let in.
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
