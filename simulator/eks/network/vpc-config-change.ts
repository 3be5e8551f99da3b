import type { UpdateClusterConfigRequest, UpdateParam } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import type { ConfigChange } from '../clusters/config-change.ts';
import { checkEndpointAccess, checkPublicAccessCidrs } from '../clusters/configuration.ts';
import { invalidParameter } from '../errors.ts';
import type { ClusterRecord } from '../records.ts';
import {
  attachInterfaces,
  checkClusterSubnets,
  checkFreeAddresses,
  checkSecurityGroups,
  FREE_ADDRESSES_TO_UPDATE,
} from './cluster-network.ts';

/** Other subnets and security groups, of the same VPC (SDK text of UpdateClusterConfig). */
export function subnetChange(
  account: EksAccount,
  cluster: ClusterRecord,
  input: UpdateClusterConfigRequest,
): ConfigChange {
  const { name, vpcId, description } = cluster;
  const config = description.resourcesVpcConfig ?? {};
  const subnetIds = input.resourcesVpcConfig?.subnetIds ?? config.subnetIds ?? [];
  const securityGroupIds = input.resourcesVpcConfig?.securityGroupIds ?? config.securityGroupIds ?? [];
  const subnets = checkClusterSubnets(account, name, subnetIds);
  if (subnets.some((subnet) => subnet.vpcId !== vpcId)) {
    throw invalidParameter(`Subnets specified must belong to the VPC of the cluster: ${vpcId}`, {
      clusterName: name,
    });
  }
  checkSecurityGroups(account, name, securityGroupIds, vpcId);
  const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join();
  if (same(subnetIds, config.subnetIds ?? []) && same(securityGroupIds, config.securityGroupIds ?? [])) {
    throw invalidParameter(
      'Cluster is already at the desired configuration with subnets and security groups',
      {
        clusterName: name,
      },
    );
  }
  checkFreeAddresses(account, name, subnetIds, FREE_ADDRESSES_TO_UPDATE);
  const asList = (ids: readonly string[]) => JSON.stringify(ids);
  return {
    type: 'VpcConfigUpdate',
    params: [
      { type: 'Subnets', value: asList(subnetIds) },
      { type: 'SecurityGroups', value: asList(securityGroupIds) },
    ],
    apply: () => {
      const groups = [...securityGroupIds, config.clusterSecurityGroupId ?? ''];
      attachInterfaces(account, cluster, subnetIds, groups);
      config.subnetIds = [...subnetIds];
      config.securityGroupIds = [...securityGroupIds];
    },
  };
}

/** The observed refusal of a no-op spells the whole configuration (aws/aws-cdk#10142). */
export function endpointChange(
  account: EksAccount,
  cluster: ClusterRecord,
  input: UpdateClusterConfigRequest,
): ConfigChange {
  const { name, description } = cluster;
  const config = description.resourcesVpcConfig ?? {};
  const request = input.resourcesVpcConfig ?? {};
  const isPublic = request.endpointPublicAccess ?? config.endpointPublicAccess ?? true;
  const isPrivate = request.endpointPrivateAccess ?? config.endpointPrivateAccess ?? false;
  checkEndpointAccess(isPublic, isPrivate, name);
  checkPublicAccessCidrs(account, request.publicAccessCidrs, name);
  const kept = config.publicAccessCidrs?.length ? config.publicAccessCidrs : ['0.0.0.0/0'];
  const cidrs = isPublic ? (request.publicAccessCidrs ?? kept) : [];
  const before = config.publicAccessCidrs ?? [];
  const unchanged =
    isPublic === config.endpointPublicAccess &&
    isPrivate === config.endpointPrivateAccess &&
    [...cidrs].sort().join() === [...before].sort().join();
  if (unchanged) {
    throw invalidParameter(
      `Cluster is already at the desired configuration with endpointPrivateAccess: ${isPrivate} , endpointPublicAccess: ${isPublic}, and Public Endpoint Restrictions: [${cidrs.join(', ')}]`,
      { clusterName: name },
    );
  }
  checkFreeAddresses(account, name, config.subnetIds ?? [], FREE_ADDRESSES_TO_UPDATE);
  const params: UpdateParam[] = [
    { type: 'EndpointPublicAccess', value: String(isPublic) },
    { type: 'EndpointPrivateAccess', value: String(isPrivate) },
  ];
  if (request.publicAccessCidrs) params.push({ type: 'PublicAccessCidrs', value: JSON.stringify(cidrs) });
  return {
    type: 'EndpointAccessUpdate',
    params,
    apply: () => {
      config.endpointPublicAccess = isPublic;
      config.endpointPrivateAccess = isPrivate;
      config.publicAccessCidrs = [...cidrs];
    },
  };
}
