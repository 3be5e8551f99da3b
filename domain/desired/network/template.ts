import { type ClusterConfig, hasGivenNetwork, isIpv6 } from '../../cluster-config/config.ts';
import { defaultVpcCidr } from '../../cluster-config/defaults.ts';
import type { Account } from '../account.ts';
import { zoneSuffix } from '../names.ts';
import {
  getAtt,
  join,
  present,
  type Resources,
  ref,
  type Template,
  template,
  type Value,
} from '../template.ts';
import { type DescribedSubnet, givenSubnets, givenVpcId, networkCidrs } from './facts.ts';
import { remoteGatewayResources } from './remote-gateway.ts';
import { securityGroupResources } from './security-groups.ts';
import { type PlannedSubnet, planSubnets } from './subnets.ts';
import { vpcEndpointResources } from './vpc-endpoints.ts';

/** Merges resource maps; a name may come once. */
export const merge = (...parts: readonly Resources[]): Resources => Object.assign({}, ...parts);

function nameTag(config: ClusterConfig, logicalId: string) {
  return { Key: 'Name', Value: `eks-fleet-${config.metadata.name}/${logicalId}` };
}

/** True where the VPC has IPv6 addresses, whether or not pods use them. */
function hasIpv6(config: ClusterConfig): boolean {
  return isIpv6(config) || config.vpc?.autoAllocateIPv6 === true || config.vpc?.ipv6Pool !== undefined;
}

function vpcResources(config: ClusterConfig): Resources {
  const { cidr = defaultVpcCidr, extraCIDRs = [], ipv6Cidr, ipv6Pool } = config.vpc ?? {};
  const vpc = {
    CidrBlock: cidr,
    EnableDnsSupport: true,
    EnableDnsHostnames: true,
    Tags: [nameTag(config, 'VPC')],
  };
  const blocks = extraCIDRs.map((block, index) => [
    `VPCCidrBlock${index}`,
    { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('VPC'), CidrBlock: block } },
  ]);
  const ipv6 = ipv6Pool
    ? present({ VpcId: ref('VPC'), Ipv6Pool: ipv6Pool, Ipv6CidrBlock: ipv6Cidr })
    : { VpcId: ref('VPC'), AmazonProvidedIpv6CidrBlock: true };
  return {
    VPC: { Type: 'AWS::EC2::VPC', Properties: vpc },
    ...Object.fromEntries(blocks),
    ...(hasIpv6(config) ? { IPv6CidrBlock: { Type: 'AWS::EC2::VPCCidrBlock', Properties: ipv6 } } : {}),
  };
}

/** The nth /64 of the VPC's IPv6 block. */
function ipv6Block(index: number, count: number): Value {
  const blocks = { 'Fn::Select': [0, getAtt('VPC', 'Ipv6CidrBlocks')] };
  return { 'Fn::Select': [index, { 'Fn::Cidr': [blocks, count, 64] }] };
}

function subnetResource(
  config: ClusterConfig,
  subnet: PlannedSubnet,
  index: number,
  count: number,
): Resources {
  const role = subnet.public ? 'kubernetes.io/role/elb' : 'kubernetes.io/role/internal-elb';
  const hostname = config.vpc?.hostnameType;
  const properties = present({
    VpcId: ref('VPC'),
    AvailabilityZone: subnet.zone,
    CidrBlock: subnet.cidr,
    MapPublicIpOnLaunch: subnet.public || undefined,
    Ipv6CidrBlock: hasIpv6(config) ? ipv6Block(index, count) : undefined,
    AssignIpv6AddressOnCreation: isIpv6(config) || undefined,
    PrivateDnsNameOptionsOnLaunch: hostname
      ? present({
          HostnameType: hostname,
          EnableResourceNameDnsARecord: hostname === 'resource-name' || undefined,
          EnableResourceNameDnsAAAARecord: (hostname === 'resource-name' && isIpv6(config)) || undefined,
        })
      : undefined,
    Tags: [nameTag(config, subnet.logicalId), { Key: role, Value: '1' }],
  });
  const dependsOn = hasIpv6(config) ? { DependsOn: 'IPv6CidrBlock' } : {};
  return { [subnet.logicalId]: { Type: 'AWS::EC2::Subnet', ...dependsOn, Properties: properties } };
}

function association(subnet: PlannedSubnet, table: string): Resources {
  return {
    [`RouteTableAssociation${subnet.logicalId.slice('Subnet'.length)}`]: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: ref(subnet.logicalId), RouteTableId: ref(table) },
    },
  };
}

function route(
  name: string,
  table: string,
  target: Readonly<Record<string, Value>>,
  dependsOn?: string,
): Resources {
  const properties = { RouteTableId: ref(table), ...target };
  return {
    [name]: {
      Type: 'AWS::EC2::Route',
      ...(dependsOn ? { DependsOn: dependsOn } : {}),
      Properties: properties,
    },
  };
}

function publicResources(config: ClusterConfig, subnets: readonly PlannedSubnet[]): Resources {
  if (subnets.length === 0) return {};
  const toInternet = { GatewayId: ref('InternetGateway') };
  return merge(
    {
      InternetGateway: {
        Type: 'AWS::EC2::InternetGateway',
        Properties: { Tags: [nameTag(config, 'InternetGateway')] },
      },
      VPCGatewayAttachment: {
        Type: 'AWS::EC2::VPCGatewayAttachment',
        Properties: { VpcId: ref('VPC'), InternetGatewayId: ref('InternetGateway') },
      },
      PublicRouteTable: {
        Type: 'AWS::EC2::RouteTable',
        Properties: { VpcId: ref('VPC'), Tags: [nameTag(config, 'PublicRouteTable')] },
      },
    },
    route(
      'PublicSubnetRoute',
      'PublicRouteTable',
      { DestinationCidrBlock: '0.0.0.0/0', ...toInternet },
      'VPCGatewayAttachment',
    ),
    hasIpv6(config)
      ? route(
          'PublicSubnetIPv6Route',
          'PublicRouteTable',
          { DestinationIpv6CidrBlock: '::/0', ...toInternet },
          'VPCGatewayAttachment',
        )
      : {},
    ...subnets.map((subnet) => association(subnet, 'PublicRouteTable')),
  );
}

function natGateway(config: ClusterConfig, suffix: string, subnet: PlannedSubnet): Resources {
  return {
    [`NATIP${suffix}`]: {
      Type: 'AWS::EC2::EIP',
      Properties: { Domain: 'vpc' },
      DependsOn: 'VPCGatewayAttachment',
    },
    [`NATGateway${suffix}`]: {
      Type: 'AWS::EC2::NatGateway',
      Properties: {
        AllocationId: getAtt(`NATIP${suffix}`, 'AllocationId'),
        SubnetId: ref(subnet.logicalId),
        Tags: [nameTag(config, `NATGateway${suffix}`)],
      },
    },
  };
}

function privateSubnetResources(
  config: ClusterConfig,
  subnet: PlannedSubnet,
  nat: string | undefined,
): Resources {
  const table = `PrivateRouteTable${zoneSuffix(subnet.zone)}`;
  return merge(
    {
      [table]: {
        Type: 'AWS::EC2::RouteTable',
        Properties: { VpcId: ref('VPC'), Tags: [nameTag(config, table)] },
      },
    },
    association(subnet, table),
    nat
      ? route(`NATPrivateSubnetRoute${zoneSuffix(subnet.zone)}`, table, {
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: ref(nat),
        })
      : {},
    isIpv6(config) && !config.privateCluster?.enabled
      ? route(`PrivateSubnetIPv6Route${zoneSuffix(subnet.zone)}`, table, {
          DestinationIpv6CidrBlock: '::/0',
          EgressOnlyInternetGatewayId: ref('EgressOnlyInternetGateway'),
        })
      : {},
  );
}

/** The gateways that let private subnets out: one for all (eksctl's default), one a zone, or none. */
function natResources(config: ClusterConfig, subnets: readonly PlannedSubnet[]) {
  const publicSubnets = subnets.filter((subnet) => subnet.public && !subnet.localZone);
  const mode = config.vpc?.nat?.gateway ?? 'Single';
  const [first] = publicSubnets;
  if (mode === 'Disable' || !first) return { resources: {}, natOf: () => undefined };
  if (mode === 'Single') return { resources: natGateway(config, '', first), natOf: () => 'NATGateway' };
  const ofZone = new Map(publicSubnets.map(({ zone }) => [zone, `NATGateway${zoneSuffix(zone)}`]));
  return {
    resources: merge(...publicSubnets.map((subnet) => natGateway(config, zoneSuffix(subnet.zone), subnet))),
    // A local zone has no NAT gateway of its own and leaves through the first zone's.
    natOf: (zone: string) => ofZone.get(zone) ?? `NATGateway${zoneSuffix(first.zone)}`,
  };
}

/** The resources of a VPC that we make, as eksctl lays it out. */
function generatedVpc(config: ClusterConfig, account: Account, subnets: readonly PlannedSubnet[]): Resources {
  const cidrs = networkCidrs(config, []);
  const { resources: nat, natOf } = natResources(config, subnets);
  const inner = subnets.filter((subnet) => !subnet.public);
  const outer = subnets.filter((subnet) => subnet.public);
  const egressOnly = {
    EgressOnlyInternetGateway: {
      Type: 'AWS::EC2::EgressOnlyInternetGateway',
      Properties: { VpcId: ref('VPC') },
    },
  };
  return merge(
    vpcResources(config),
    ...subnets.map((subnet, index) => subnetResource(config, subnet, index, subnets.length)),
    publicResources(config, outer),
    nat,
    ...inner.map((subnet) => privateSubnetResources(config, subnet, natOf(subnet.zone))),
    isIpv6(config) && !config.privateCluster?.enabled ? egressOnly : {},
    remoteGatewayResources(config, subnets),
    config.privateCluster?.enabled ? vpcEndpointResources(config, account, cidrs, inner) : {},
  );
}

/** The output that says how a VPC was made; the parts that it names cannot be changed without replacing the VPC. */
export const networkShapeOutput = 'NetworkShape';

function networkShape(config: ClusterConfig, subnets: readonly PlannedSubnet[]): string {
  const zones = [...new Set(subnets.map(({ zone }) => zone))];
  const kinds = config.privateCluster?.enabled ? 'private' : 'public and private';
  return `${config.vpc?.cidr ?? defaultVpcCidr}${isIpv6(config) ? ' with IPv6' : ''}, ${kinds} subnets in ${zones.join(' ')}`;
}

/** The network stack: the VPC unless one is given, and the two security groups that eksctl makes in either. */
export function networkTemplate(
  config: ClusterConfig,
  account: Account,
  described: readonly DescribedSubnet[] = [],
): Template | undefined {
  const subnets = planSubnets(config, account);
  const given = hasGivenNetwork(config);
  const vpc: Value = given ? givenVpcId(config, described) : ref('VPC');
  const groups = securityGroupResources(config, vpc);
  const givenEndpoints =
    given && config.privateCluster?.enabled && !config.privateCluster.skipEndpointCreation
      ? vpcEndpointResources(config, account, networkCidrs(config, described), [], {
          vpc,
          subnets: givenSubnets(config, described),
        })
      : {};
  const resources = merge(given ? givenEndpoints : generatedVpc(config, account, subnets), groups.resources);
  if (Object.keys(resources).length === 0) return undefined;
  const ids = (isPublic: boolean) =>
    subnets.filter((subnet) => subnet.public === isPublic).map(({ logicalId }) => ref(logicalId));
  return template(`Network of EKS cluster ${config.metadata.name}, made by eks-fleet`, resources, {
    ...(given
      ? {}
      : {
          VPC: ref('VPC'),
          SubnetsPrivate: join(ids(false)),
          [networkShapeOutput]: networkShape(config, subnets),
        }),
    ...(ids(true).length > 0 ? { SubnetsPublic: join(ids(true)) } : {}),
    ...Object.fromEntries(subnets.map(({ logicalId }) => [logicalId, ref(logicalId)])),
    ...groups.outputs,
  });
}
