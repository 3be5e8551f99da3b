import ipaddr from 'ipaddr.js';
import { type Zone, zonesOf } from '../../ec2/zones.ts';
import type { SubnetFacts } from '../../region.ts';
import type { EksAccount } from '../account.ts';
import { invalidParameter, invalidRequest, unsupportedZone } from '../errors.ts';
import type { ClusterRecord } from '../records.ts';

/** Addresses that EKS needs free in each subnet (guide, "Subnet requirements": six to create, five to update). */
export const FREE_ADDRESSES_TO_CREATE = 6;
export const FREE_ADDRESSES_TO_UPDATE = 5;

/** The subnets, or InvalidParameterException in the words of EC2 that EKS passes on. */
export function findSubnets(
  account: EksAccount,
  subnetIds: readonly string[],
  clusterName: string,
): readonly SubnetFacts[] {
  return subnetIds.map((subnetId) => {
    const subnet = account.region.network.subnet(subnetId);
    if (!subnet) throw invalidParameter(`The subnet ID '${subnetId}' does not exist`, { clusterName });
    return subnet;
  });
}

/** Holds the subnets of a cluster against the guide's "Subnet requirements and considerations". */
export function checkClusterSubnets(
  account: EksAccount,
  clusterName: string,
  subnetIds: readonly string[],
): readonly SubnetFacts[] {
  const subnets = findSubnets(account, subnetIds, clusterName);
  const vpcs = new Set(subnets.map((subnet) => subnet.vpcId));
  if (vpcs.size > 1) {
    throw invalidParameter('Subnets specified must belong to the same VPC', { clusterName });
  }
  checkZones(account, clusterName, subnets);
  if (new Set(subnets.map((subnet) => subnet.availabilityZone)).size < 2) {
    throw invalidParameter('Subnets specified must be in at least two different AZs', { clusterName });
  }
  return subnets;
}

function checkZones(account: EksAccount, clusterName: string, subnets: readonly SubnetFacts[]): void {
  const zones = (zonesOf(account.region.name) ?? []).filter(({ type }) => type === 'availability-zone');
  // Zones have the same id in every account, and a letter of each account's own.
  const isUnsupported = ({ id }: Zone) => account.settings.unsupportedZoneIds.includes(id);
  const unsupported = zones.filter(isUnsupported).map(({ name }) => name);
  const refused = subnets.find(({ availabilityZone }) =>
    unsupported.includes(availabilityZone),
  )?.availabilityZone;
  if (refused === undefined) return;
  const validZones = zones.map(({ name }) => name).filter((name) => !unsupported.includes(name));
  throw unsupportedZone(
    `Cannot create cluster '${clusterName}' because ${refused}, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: ${validZones.join(', ')}`,
    { clusterName, validZones },
  );
}

/** The observed wording (aws/containers-roadmap#1693) names every short subnet. */
export function checkFreeAddresses(
  account: EksAccount,
  clusterName: string,
  subnetIds: readonly string[],
  needed: number,
): void {
  const short = subnetIds
    .map((subnetId) => account.region.network.subnet(subnetId))
    .filter((subnet) => subnet !== undefined && subnet.availableIpAddressCount < needed)
    .map((subnet) => `${subnet?.subnetId} Free IPs: ${subnet?.availableIpAddressCount} `);
  if (short.length === 0) return;
  throw invalidRequest(
    `Provided subnets ${short.join('')}, need at least ${needed} IPs in each subnet to be free for this operation`,
    { clusterName },
  );
}

export function checkSecurityGroups(
  account: EksAccount,
  clusterName: string,
  groupIds: readonly string[],
  vpcId: string,
): void {
  if (groupIds.length > account.quota('eks/security-groups-per-cluster')) {
    throw invalidParameter('Number of security groups specified exceeds the limit', { clusterName });
  }
  const elsewhere: string[] = [];
  for (const groupId of groupIds) {
    const group = account.region.network.securityGroup(groupId);
    if (!group) throw invalidParameter(`The security group '${groupId}' does not exist`, { clusterName });
    if (group.vpcId !== vpcId) elsewhere.push(groupId);
  }
  if (elsewhere.length === 0) return;
  throw invalidParameter(
    `Security group(s) [${elsewhere.join(', ')}] are not (in/associated to) the same VPC as the subnets. Please specify a security group that is associated with the VPC: ${vpcId}`,
    { clusterName },
  );
}

/** The cross-account interfaces of the control plane (guide: 2 to 4, in the subnets given) and its group. */
export function createClusterNetwork(account: EksAccount, cluster: ClusterRecord): void {
  const { network } = account.region;
  const config = cluster.description.resourcesVpcConfig;
  if (!config) return;
  const { groupId } = network.createSecurityGroup({
    groupName: `eks-cluster-sg-${cluster.name}-${account.ids.integer(100_000_000, 2_147_483_647)}`,
    description:
      'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
    vpcId: cluster.vpcId,
    tags: {
      'aws:eks:cluster-name': cluster.name,
      Name: `eks-cluster-sg-${cluster.name}`,
      [`kubernetes.io/cluster/${cluster.name}`]: 'owned',
    },
    managedBy: 'eks.amazonaws.com',
    // "View Amazon EKS security group requirements for clusters", default rules: all from itself, all to anywhere.
    letsItselfIn: true,
  });
  config.clusterSecurityGroupId = groupId;
  attachInterfaces(account, cluster, config.subnetIds ?? [], [...(config.securityGroupIds ?? []), groupId]);
}

/** Puts the control plane's interfaces into the subnets, in place of those it had. */
export function attachInterfaces(
  account: EksAccount,
  cluster: ClusterRecord,
  subnetIds: readonly string[],
  groupIds: readonly string[],
): void {
  const { network } = account.region;
  const zones = new Map(subnetIds.map((id) => [network.subnet(id)?.availabilityZone, id]));
  const chosen = [...zones.values()].slice(0, 4);
  const former = cluster.networkInterfaceIds;
  const made: string[] = [];
  try {
    for (const subnetId of chosen) {
      const { networkInterfaceId } = network.createNetworkInterface({
        subnetId,
        groupIds,
        description: `Amazon EKS ${cluster.name}`,
        requesterManaged: true,
      });
      made.push(networkInterfaceId);
    }
  } catch (error) {
    for (const id of made) network.deleteNetworkInterface(id);
    throw error;
  }
  cluster.networkInterfaceIds = made;
  for (const id of former) network.deleteNetworkInterface(id);
}

/** Removes the interfaces and the cluster security group. */
export function deleteClusterNetwork(account: EksAccount, cluster: ClusterRecord): void {
  const { network } = account.region;
  for (const id of cluster.networkInterfaceIds) network.deleteNetworkInterface(id);
  cluster.networkInterfaceIds = [];
  const groupId = cluster.description.resourcesVpcConfig?.clusterSecurityGroupId;
  if (groupId !== undefined) network.deleteSecurityGroup(groupId);
}

export function isCidr(text: string): boolean {
  return ipaddr.IPv4.isValidCIDR(text) || ipaddr.IPv6.isValidCIDR(text);
}

/** True where two IPv4 blocks share an address. */
export function overlaps(a: string, b: string): boolean {
  const [first, firstBits] = ipaddr.IPv4.parseCIDR(a);
  const [second, secondBits] = ipaddr.IPv4.parseCIDR(b);
  const bits = Math.min(firstBits, secondBits);
  return first.match(second, bits);
}

/** True where the IPv4 block `inner` lies in `outer`. */
export function within(inner: string, outer: string): boolean {
  const [address, bits] = ipaddr.IPv4.parseCIDR(inner);
  const [network, outerBits] = ipaddr.IPv4.parseCIDR(outer);
  return bits >= outerBits && address.match(network, outerBits);
}

export const PRIVATE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;
