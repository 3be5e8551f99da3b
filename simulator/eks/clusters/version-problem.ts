import type { ErrorDetail } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import type { ClusterRecord } from '../records.ts';

/**
 * The reason why EKS's health checks fail at the end of a version update, so that it reverts to the version before
 * (EKS guide, "Update existing cluster to new Kubernetes version"; codes of SDK typing ErrorDetail): something that the
 * control plane lives on went while it was replaced. No source gives the texts.
 */
export function controlPlaneProblem(account: EksAccount, cluster: ClusterRecord): ErrorDetail | undefined {
  const { network, roles } = account.region;
  const { resourcesVpcConfig, roleArn = '' } = cluster.description;
  const subnetIds = resourcesVpcConfig?.subnetIds ?? [];
  const lost = subnetIds.filter((id) => !network.subnet(id));
  if (lost.length > 0) {
    return {
      errorCode: 'SubnetNotFound',
      errorMessage: "We couldn't find one or more subnets.",
      resourceIds: lost,
    };
  }
  const full = subnetIds.filter((id) => network.subnet(id)?.availableIpAddressCount === 0);
  if (full.length > 0) {
    const errorMessage = 'One or more subnets have no free IP addresses.';
    return { errorCode: 'IpNotAvailable', errorMessage, resourceIds: full };
  }
  const groups = (resourcesVpcConfig?.securityGroupIds ?? []).filter((id) => !network.securityGroup(id));
  if (groups.length > 0) {
    const errorMessage = "We couldn't find one or more security groups.";
    return { errorCode: 'SecurityGroupNotFound', errorMessage, resourceIds: groups };
  }
  if (roles.find(roleArn)) return undefined;
  const errorMessage = `Role with arn: ${roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`;
  return { errorCode: 'AccessDenied', errorMessage, resourceIds: [roleArn] };
}
