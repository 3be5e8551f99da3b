import { type ClusterConfig, hasGivenNetwork } from '../../cluster-config/config.ts';
import { defaultVpcCidr } from '../../cluster-config/defaults.ts';
import type { Account } from '../account.ts';
import { planSubnets } from './subnets.ts';

/** A subnet that exists: made by our network stack, or given. */
export interface SubnetFact {
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly public: boolean;
  readonly localZone: boolean;
  /** The name by which the document's node groups may call it: its key under `vpc.subnets`, else its zone. */
  readonly key: string;
}

/** The network as it is once the network stack is complete. */
export interface NetworkFacts {
  readonly vpcId: string;
  readonly subnets: readonly SubnetFact[];
  readonly controlPlaneSecurityGroupId?: string;
  readonly sharedNodeSecurityGroupId?: string;
}

/** The parts of an existing network that the document names, to be described before anything is planned. */
export interface GivenNetwork {
  readonly vpcId?: string;
  readonly subnetIds: readonly string[];
}

/** A described subnet, with EC2's member names. */
export interface DescribedSubnet {
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly AvailabilityZone: string;
  readonly CidrBlock?: string;
  readonly MapPublicIpOnLaunch?: boolean;
}

/** The parts of a network to describe (DescribeSubnets) before planning; undefined where we make the VPC. */
export function givenNetwork(config: ClusterConfig): GivenNetwork | undefined {
  if (!hasGivenNetwork(config)) return undefined;
  const { private: inner = {}, public: outer = {} } = config.vpc?.subnets ?? {};
  const named = [...Object.values(inner), ...Object.values(outer)].map(({ id }) => id ?? '');
  const subnetIds = [...new Set([...named, ...(config.vpc?.controlPlaneSubnetIDs ?? [])])];
  return config.vpc?.id ? { vpcId: config.vpc.id, subnetIds } : { subnetIds };
}

/** The VPC that the document names, or the one that its subnets are in. */
export function givenVpcId(config: ClusterConfig, described: readonly DescribedSubnet[]): string {
  return config.vpc?.id ?? described[0]?.VpcId ?? '';
}

/**
 * The VPC's block. For a given VPC whose block the document does not say, the blocks of the subnets that it names.
 */
export function networkCidrs(
  config: ClusterConfig,
  described: readonly DescribedSubnet[],
): readonly string[] {
  const { cidr } = config.vpc ?? {};
  if (cidr !== undefined || !hasGivenNetwork(config)) return [cidr ?? defaultVpcCidr];
  return [...new Set(described.flatMap(({ CidrBlock }) => CidrBlock ?? []))].sort();
}

/** The subnets that a document names of a network that is given. */
export function givenSubnets(config: ClusterConfig, described: readonly DescribedSubnet[]): SubnetFact[] {
  const zoneOf = (id: string) => described.find(({ SubnetId }) => SubnetId === id)?.AvailabilityZone;
  return (['public', 'private'] as const).flatMap((kind) =>
    Object.entries(config.vpc?.subnets?.[kind] ?? {}).map(([key, { id = '', az }]) => ({
      subnetId: id,
      availabilityZone: zoneOf(id) ?? az ?? key,
      public: kind === 'public',
      localZone: (config.localZones ?? []).includes(zoneOf(id) ?? az ?? key),
      key,
    })),
  );
}

/**
 * The network once it is there. `outputs` are the network stack's; `described` is the answer of DescribeSubnets to
 * `givenNetwork(config)`. Only the one of the two that the document calls for is read.
 */
export function networkFacts(
  config: ClusterConfig,
  account: Account,
  outputs: Readonly<Record<string, string>>,
  described: readonly DescribedSubnet[] = [],
): NetworkFacts {
  const groups = {
    ...securityGroup('controlPlaneSecurityGroupId', config.vpc?.securityGroup ?? outputs.SecurityGroup),
    ...securityGroup(
      'sharedNodeSecurityGroupId',
      config.vpc?.sharedNodeSecurityGroup ?? outputs.SharedNodeSecurityGroup,
    ),
  };
  if (hasGivenNetwork(config)) {
    return { vpcId: givenVpcId(config, described), subnets: givenSubnets(config, described), ...groups };
  }
  const subnets = planSubnets(config, account).map(({ logicalId, zone, localZone, public: isPublic }) => ({
    subnetId: outputs[logicalId] ?? '',
    availabilityZone: zone,
    public: isPublic,
    localZone,
    key: zone,
  }));
  return { vpcId: outputs.VPC ?? '', subnets, ...groups };
}

function securityGroup<Name extends string>(name: Name, id: string | undefined): { [Key in Name]?: string } {
  return id === undefined ? {} : ({ [name]: id } as { [Key in Name]: string });
}
