import { wayTo } from '../access/reach.ts';
import type { ClusterConfig } from '../cluster-config/config.ts';
import { endpointAccess } from '../desired/control-plane.ts';

/** Values that EKS gives only for a cluster that is there; the way to its API does not depend on them. */
const PLANNED = { vpcId: 'vpc', subnetIds: ['subnet'], clusterSecurityGroupId: 'sg' };

/** True where the fleet will come to the cluster's API by a function in its VPC (ADR 12). */
export function needsForwarder(config: ClusterConfig): boolean {
  const publicAccessCidrs = config.vpc?.publicAccessCIDRs;
  const resourcesVpcConfig = { ...PLANNED, ...endpointAccess(config), publicAccessCidrs };
  return wayTo({ resourcesVpcConfig }).by === 'forwarder';
}
