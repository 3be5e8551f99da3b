import { contains, overlap, parseBlock } from '../../domain/cluster-config/cidr.ts';
import {
  allNodeGroups,
  type ClusterConfig,
  hasGivenNetwork,
  isIpv6,
} from '../../domain/cluster-config/config.ts';
import { defaultVpcCidr } from '../../domain/cluster-config/defaults.ts';
import type { Ec2Service } from '../../simulator/ec2/ec2.ts';
import { zonesOf } from '../../simulator/ec2/zones.ts';
import type { World } from '../../simulator/world.ts';
import { once, type Place, type Prerequisite } from './prerequisite.ts';

export const ec2Of = (world: World, { region }: Place): Ec2Service =>
  world.region(region).service('ec2') as Ec2Service;

interface GivenSubnet {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly isPublic: boolean;
}

/** The VPC of a document that names one, or subnets of one; the id is made up where only subnets are named. */
export const givenVpc = ({ vpc }: ClusterConfig): string => vpc?.id ?? 'vpc-0given0000000000';

interface NamedSubnet {
  readonly id: string;
  readonly zone?: string | undefined;
  readonly cidr?: string | undefined;
  readonly isPublic: boolean;
}

function namedSubnets(config: ClusterConfig, zones: readonly string[]): NamedSubnet[] {
  const { vpc } = config;
  const listed = (['public', 'private'] as const).flatMap((kind) =>
    Object.entries(vpc?.subnets?.[kind] ?? {}).map(([key, { id = '', az, cidr }]) => ({
      id,
      zone: az ?? (zones.includes(key) ? key : undefined),
      cidr,
      isPublic: kind === 'public',
    })),
  );
  const others = [
    ...(vpc?.controlPlaneSubnetIDs ?? []),
    ...allNodeGroups(config).flatMap(({ subnets = [] }) => subnets),
    ...(config.fargateProfiles ?? []).flatMap(({ subnets = [] }) => subnets),
  ].filter((id) => id.startsWith('subnet-'));
  const all = [...listed, ...others.map((id) => ({ id, isPublic: false }))];
  return all.filter(({ id }, index) => id !== '' && all.findIndex((other) => other.id === id) === index);
}

/** The blocks of a VPC that may be given to a subnet: sixteen equal parts. */
function partsOf(cidr: string): string[] {
  const { prefix } = parseBlock(cidr);
  const size = Math.min(28, prefix + 4);
  const [a = 0, b = 0, c = 0, d = 0] = (cidr.split('/')[0] ?? '').split('.').map(Number);
  const first = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return Array.from({ length: 2 ** (size - prefix) }, (_, index) => {
    const at = (first + index * 2 ** (32 - size)) >>> 0;
    return `${at >>> 24}.${(at >>> 16) & 255}.${(at >>> 8) & 255}.${at & 255}/${size}`;
  });
}

/** A block that holds every CIDR that the file writes down, the usual ones first. */
function vpcCidrOf(config: ClusterConfig): string {
  if (config.vpc?.cidr !== undefined) return config.vpc.cidr;
  const { private: inner = {}, public: outer = {} } = config.vpc?.subnets ?? {};
  const written = [...Object.values(inner), ...Object.values(outer)].flatMap(({ cidr }) => cidr ?? []);
  const candidates = [
    defaultVpcCidr,
    ...written.map((cidr) => `${cidr.split('.').slice(0, 2).join('.')}.0.0/16`),
  ];
  return candidates.find((block) => written.every((cidr) => contains(block, cidr))) ?? defaultVpcCidr;
}

function givenSubnets(config: ClusterConfig, { region }: Place): GivenSubnet[] {
  const all = zonesOf(region) ?? [];
  const names = all.map(({ name }) => name);
  const usual = all.filter(({ type }) => type === 'availability-zone').map(({ name }) => name);
  const named = namedSubnets(config, names);
  const taken = named.flatMap(({ cidr }) => cidr ?? []);
  const free = partsOf(vpcCidrOf(config)).filter((part) => !taken.some((cidr) => overlap(cidr, part)));
  return named.map(({ id, zone, cidr, isPublic }, index) => ({
    id,
    zone: zone ?? (usual[index % usual.length] as string),
    cidr: cidr ?? free.shift() ?? '',
    isPublic,
  }));
}

type Run = <Output>(operation: string, input: object) => Promise<Output>;

/** Operations of EC2, called as the network's maker before the simulation began, so that they are not recorded. */
function runner(ec2: Ec2Service, place: Place): Run {
  const { accountId } = place;
  const caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId } as const;
  return async <Output>(operation: string, input: object) =>
    (await ec2.operations[operation]?.(input, { operation, caller, requestId: 'before-our-time' })) as Output;
}

/** Public subnets lead to an internet gateway; that is what makes them public. */
async function leadOut(run: Run, vpcId: string, subnetIds: readonly string[]): Promise<void> {
  const gateway = await run<{ InternetGateway: { InternetGatewayId: string } }>('CreateInternetGateway', {});
  const { InternetGatewayId } = gateway.InternetGateway;
  await run('AttachInternetGateway', { InternetGatewayId, VpcId: vpcId });
  const { RouteTable } = await run<{ RouteTable: { RouteTableId: string } }>('CreateRouteTable', {
    VpcId: vpcId,
  });
  const { RouteTableId } = RouteTable;
  await run('CreateRoute', { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: InternetGatewayId });
  for (const SubnetId of subnetIds) await run('AssociateRouteTable', { RouteTableId, SubnetId });
}

async function plantNetwork(config: ClusterConfig, place: Place, world: World): Promise<void> {
  const ec2 = ec2Of(world, place);
  const run = runner(ec2, place);
  const vpcId = givenVpc(config);
  const subnets = givenSubnets(config, place);
  const secondary = config.vpc?.extraCIDRs;
  ec2.plants.plantVpc({
    vpcId,
    cidrBlock: vpcCidrOf(config),
    ipv6: isIpv6(config),
    ...(secondary ? { secondaryCidrBlocks: secondary } : {}),
  });
  const { Vpcs } = await run<{
    Vpcs: { Ipv6CidrBlockAssociationSet?: { Ipv6CidrBlock?: string }[] }[];
  }>('DescribeVpcs', { VpcIds: [vpcId] });
  const ipv6 = Vpcs[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock;
  for (const [index, { id, zone, cidr, isPublic }] of subnets.entries()) {
    const block = ipv6?.replace(/00::\/56$/, `${index.toString(16).padStart(2, '0')}::/64`);
    ec2.plants.plantSubnet({
      subnetId: id,
      vpcId,
      cidrBlock: cidr,
      availabilityZone: zone,
      mapPublicIpOnLaunch: isPublic,
      ...(block === undefined ? {} : { ipv6CidrBlock: block }),
    });
    if (block !== undefined)
      await run('ModifySubnetAttribute', { SubnetId: id, AssignIpv6AddressOnCreation: { Value: true } });
  }
  const outer = subnets.filter(({ isPublic }) => isPublic).map(({ id }) => id);
  if (outer.length > 0) await leadOut(run, vpcId, outer);
}

function optIns(config: ClusterConfig, place: Place): Prerequisite[] {
  const named = new Set([
    ...(config.localZones ?? []),
    ...config.nodeGroups.flatMap(({ localZones = [] }) => localZones),
    ...(hasGivenNetwork(config) ? givenSubnets(config, place).map(({ zone }) => zone) : []),
  ]);
  const zones = (zonesOf(place.region) ?? []).filter(
    ({ name, type }) => type === 'local-zone' && named.has(name),
  );
  return [...new Set(zones.map(({ group }) => group))].map((group) =>
    once(`opt-in to the local zones ${group}`, (world) =>
      ec2Of(world, place).plants.plantZoneGroupOptIn(group),
    ),
  );
}

/** The VPC with its subnets that a document names, and the local zones that it asks for. */
export function network(config: ClusterConfig, place: Place): Prerequisite[] {
  if (!hasGivenNetwork(config)) return optIns(config, place);
  const subnets = givenSubnets(config, place).map(
    ({ id, zone, cidr, isPublic }) => `${id} (${isPublic ? 'public' : 'private'}, ${zone}, ${cidr})`,
  );
  const text = `${givenVpc(config)} (${vpcCidrOf(config)}) in ${place.region} with subnets ${subnets.join(', ')}`;
  return [...optIns(config, place), once(text, (world) => plantNetwork(config, place, world))];
}
