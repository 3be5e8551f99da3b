import { wayTo } from '../access/reach.ts';
import type { ClusterConfig } from '../cluster-config/config.ts';
import { endpointAccess } from '../desired/control-plane.ts';

/** What EKS says only of a cluster that is there; how it is reached does not depend on it. */
const PLANNED = { vpcId: 'vpc', subnetIds: ['subnet'], clusterSecurityGroupId: 'sg' };

/** Whether the fleet will come to the cluster's API by a function in its VPC (ADR 12). */
export function needsForwarder(config: ClusterConfig): boolean {
  const publicAccessCidrs = config.vpc?.publicAccessCIDRs;
  const resourcesVpcConfig = { ...PLANNED, ...endpointAccess(config), publicAccessCidrs };
  return wayTo({ resourcesVpcConfig }).by === 'forwarder';
}
