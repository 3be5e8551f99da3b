import { split } from '../../cluster-config/cidr.ts';
import { type ClusterConfig, hasGivenNetwork } from '../../cluster-config/config.ts';
import { defaultVpcCidr } from '../../cluster-config/defaults.ts';
import type { Account } from '../account.ts';
import { zoneSuffix } from '../names.ts';

/** A subnet of a VPC that we make. */
export interface PlannedSubnet {
  readonly logicalId: string;
  readonly zone: string;
  readonly public: boolean;
  /** In a local zone: no control plane, no NAT gateway, no managed group. */
  readonly localZone: boolean;
  readonly cidr: string;
}

/**
 * Ids of zones where EKS refuses control planes (EKS guide, "VPC and subnet requirements"; eksctl avoids the same). Their
 * letters are each account's own.
 */
export const ZONE_IDS_TO_AVOID: readonly string[] = ['use1-az3', 'usw1-az2', 'cac1-az3', 'cnn1-az4'];

/** The document's zones, or as many of the region's as eksctl takes: three, in us-east-1 two. */
export function clusterZones(config: ClusterConfig, account: Account): readonly string[] {
  if (config.availabilityZones?.length) return config.availabilityZones;
  return account.availabilityZones.slice(0, account.region === 'us-east-1' ? 2 : 3);
}

/**
 * The subnets of a generated VPC, as eksctl lays them out. The block is cut in 8 (or 16, 32 where zones are many):
 * public subnets first, then private ones. A fully private cluster has only private ones, in the same places.
 */
export function planSubnets(config: ClusterConfig, account: Account): readonly PlannedSubnet[] {
  if (hasGivenNetwork(config)) return [];
  const zones = clusterZones(config, account).map((zone) => ({ zone, localZone: false }));
  const places = [...zones, ...(config.localZones ?? []).map((zone) => ({ zone, localZone: true }))];
  const bits = Math.max(3, Math.ceil(Math.log2(places.length * 2)));
  const blocks = split(config.vpc?.cidr ?? defaultVpcCidr, bits);
  const subnet = (isPublic: boolean) => (place: { zone: string; localZone: boolean }, index: number) => ({
    ...place,
    logicalId: `Subnet${isPublic ? 'Public' : 'Private'}${zoneSuffix(place.zone)}`,
    public: isPublic,
    cidr: blocks[index + (isPublic ? 0 : places.length)] ?? '',
  });
  const privateOnly = config.privateCluster?.enabled === true;
  return [...(privateOnly ? [] : places.map(subnet(true))), ...places.map(subnet(false))];
}
