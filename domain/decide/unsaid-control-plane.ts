import type { DesiredControlPlane } from '../desired/control-plane-request.ts';
import type { Difference, Members } from '../drift/differences.ts';
import { unsaidMembers } from '../drift/unsaid.ts';
import { enabledLogTypes } from './control-plane.ts';
import type { ObservedCluster } from './observed-cluster.ts';

const EVERYBODY = ['0.0.0.0/0'];

/**
 * EKS's defaults where CreateCluster says nothing (EKS API reference). Auto Mode and versions are decided as a whole.
 */
const byDefault: Members = {
  resourcesVpcConfig: { publicAccessCidrs: EVERYBODY, controlPlaneEgressMode: 'AWS_MANAGED' },
  logging: undefined,
  encryptionConfig: undefined,
  upgradePolicy: { supportType: 'EXTENDED' },
  zonalShiftConfig: { enabled: false },
  kubernetesNetworkConfig: { elasticLoadBalancing: {} },
  remoteNetworkConfig: {},
  controlPlaneScalingConfig: { tier: 'standard' },
  kubeApiServerConfig: {},
  kubeControllerManagerConfig: {},
  kubeSchedulerConfig: {},
  deletionProtection: false,
};

/** The members that a request can change. The others are kept for life, or come from EKS. */
function changeable({
  resourcesVpcConfig,
  kubernetesNetworkConfig,
  logging,
  ...rest
}: ObservedCluster): Members {
  const { vpcId: _vpc, clusterSecurityGroupId: _group, publicAccessCidrs, ...vpc } = resourcesVpcConfig;
  // A cluster of IPv6 is open to everybody of both families.
  const others = publicAccessCidrs?.filter((cidr) => cidr !== '::/0');
  const { enabled: _enabled, ...elasticLoadBalancing } = kubernetesNetworkConfig?.elasticLoadBalancing ?? {
    enabled: false,
  };
  const types = enabledLogTypes(logging);
  return {
    ...rest,
    resourcesVpcConfig: { ...vpc, ...(others ? { publicAccessCidrs: others } : {}) },
    kubernetesNetworkConfig: { elasticLoadBalancing },
    ...(types.length > 0 ? { logging: types } : {}),
  };
}

/** The members of a control plane of which its document says nothing. */
export const unsaidOfControlPlane = (
  { key, request }: DesiredControlPlane,
  observed: ObservedCluster,
): readonly Difference[] => unsaidMembers(key, request, changeable(observed), byDefault);
