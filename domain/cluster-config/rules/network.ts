import { contains, overlap, parseBlock } from '../cidr.ts';
import { type ClusterConfig, hasGivenNetwork, isIpv6 } from '../config.ts';
import { defaultVpcCidr } from '../defaults.ts';
import type { Finding } from '../problem.ts';
import { type Rule, when } from './rule.ts';

interface Block {
  readonly path: string;
  readonly cidr: string;
}

/** Every IPv4 block that must stay apart from the others. */
function blocksOf(config: ClusterConfig): Block[] {
  const { vpc, kubernetesNetworkConfig, remoteNetworkConfig } = config;
  const many = (path: string, cidrs: readonly string[] = []) =>
    cidrs.map((cidr, index) => ({ path: `${path}[${index}]`, cidr }));
  const remote = (path: string, networks: readonly { cidrs: readonly string[] }[] = []) =>
    networks.flatMap(({ cidrs }, index) => many(`${path}[${index}].cidrs`, cidrs));
  const own = hasGivenNetwork(config) ? vpc?.cidr : (vpc?.cidr ?? defaultVpcCidr);
  const service = kubernetesNetworkConfig?.serviceIPv4CIDR;
  return [
    ...(own ? [{ path: 'vpc.cidr', cidr: own }] : []),
    ...many('vpc.extraCIDRs', vpc?.extraCIDRs),
    ...(service ? [{ path: 'kubernetesNetworkConfig.serviceIPv4CIDR', cidr: service }] : []),
    ...remote('remoteNetworkConfig.remoteNodeNetworks', remoteNetworkConfig?.remoteNodeNetworks),
    ...remote('remoteNetworkConfig.remotePodNetworks', remoteNetworkConfig?.remotePodNetworks),
  ];
}

export const apartBlocks: Rule = (config) =>
  blocksOf(config).flatMap(({ path, cidr }, index, all) => {
    const clash = all.slice(0, index).find((other) => overlap(other.cidr, cidr));
    return when(clash !== undefined, {
      path,
      found: cidr,
      allowed: `a block apart from ${clash?.path}`,
      message: `overlaps ${clash?.path} (${clash?.cidr})`,
    });
  });

/** EC2 takes VPCs of /16 to /28; eight subnets or more must fit, each /28 at least. */
export const blockSizes: Rule = ({ vpc, kubernetesNetworkConfig: { serviceIPv4CIDR: service } = {} }) => {
  const size = (cidr: string) => parseBlock(cidr).prefix;
  const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
  const serviceFits =
    !service ||
    (size(service) >= 12 && size(service) <= 24 && privateRanges.some((range) => contains(range, service)));
  return [
    ...when(vpc?.cidr !== undefined && (size(vpc.cidr) < 16 || size(vpc.cidr) > 24), {
      path: 'vpc.cidr',
      found: vpc?.cidr,
      allowed: 'a block of /16 to /24',
      message: 'not a size in which a VPC and its subnets fit',
    }),
    ...when(!serviceFits, {
      path: 'kubernetesNetworkConfig.serviceIPv4CIDR',
      found: service,
      allowed: 'a block of /12 to /24 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
      message: 'not a service range that EKS accepts',
    }),
  ];
};

export const givenSubnets: Rule = ({ vpc }) => {
  if (!vpc || !hasGivenNetwork({ vpc })) return [];
  const lists = (['private', 'public'] as const).map((kind) => ({
    kind,
    entries: Object.entries(vpc.subnets?.[kind] ?? {}),
  }));
  const all = lists.flatMap(({ kind, entries }) => entries.map(([key, subnet]) => ({ kind, key, subnet })));
  const path = (kind: string, key: string) => `vpc.subnets.${kind}.${key}`;
  const nameless = all.flatMap(({ kind, key, subnet }) =>
    when(subnet.id === undefined, {
      path: `${path(kind, key)}.id`,
      found: undefined,
      allowed: 'the id of the subnet',
      message: 'a subnet that exists is named by its id; finding it by zone or CIDR needs a look-up',
      alternative: 'aws ec2 describe-subnets shows the ids',
    }),
  );
  const outside = all.flatMap(({ kind, key, subnet }) =>
    when(vpc.cidr !== undefined && subnet.cidr !== undefined && !contains(vpc.cidr, subnet.cidr), {
      path: `${path(kind, key)}.cidr`,
      found: subnet.cidr,
      allowed: `a block within ${vpc.cidr} (vpc.cidr)`,
      message: 'is outside of the VPC',
    }),
  );
  const twice = all.flatMap(({ kind, key, subnet }, index) => {
    const before = all
      .slice(0, index)
      .find((other) => other.subnet.id !== undefined && other.subnet.id === subnet.id);
    return when(before !== undefined, {
      path: `${path(kind, key)}.id`,
      found: subnet.id,
      allowed: 'each subnet once',
      message: `is also at ${before ? path(before.kind, before.key) : ''}`,
    });
  });
  return [...nameless, ...outside, ...twice, ...tooFew(lists)];
};

function tooFew(
  lists: readonly { readonly kind: string; readonly entries: readonly unknown[] }[],
): Finding[] {
  const counts = lists.map(({ entries }) => entries.length);
  const enough = counts.some((count) => count >= 2) && counts.every((count) => count === 0 || count >= 2);
  return when(!enough, {
    path: 'vpc.subnets',
    found: Object.fromEntries(lists.map(({ kind, entries }) => [kind, entries.length])),
    allowed: 'at least two private and/or two public subnets, in two zones',
    message: 'EKS wants subnets in two zones, and of a VPC that exists they must be named',
  });
}

/** Members that only a VPC of our making can have. */
export const onlyInOwnVpc: Rule = ({ vpc, availabilityZones, localZones, remoteNetworkConfig }) => {
  if (!vpc || !hasGivenNetwork({ vpc })) return [];
  const members: readonly [string, unknown][] = [
    ['vpc.nat.gateway', vpc.nat?.gateway === 'Disable' ? undefined : vpc.nat?.gateway],
    ['vpc.autoAllocateIPv6', vpc.autoAllocateIPv6],
    ['vpc.extraCIDRs', vpc.extraCIDRs],
    ['vpc.hostnameType', vpc.hostnameType],
    ['vpc.ipv6Pool', vpc.ipv6Pool],
    ['vpc.ipv6Cidr', vpc.ipv6Cidr],
    ['availabilityZones', availabilityZones],
    ['localZones', localZones],
    ['remoteNetworkConfig.vpcGatewayID', remoteNetworkConfig?.vpcGatewayID],
  ];
  return members
    .filter(([, value]) => value !== undefined)
    .map(([path, found]) => ({
      path,
      found,
      allowed: 'nothing, where vpc.id or vpc.subnets is given',
      message: 'it shapes a VPC that we make, and this one exists',
      alternative: 'remove it and set the VPC up yourself, or remove vpc.id and vpc.subnets',
    }));
};

export const zones: Rule = ({ metadata, availabilityZones, localZones, vpc }) => {
  const ofRegion = (zone: string) => zone.startsWith(metadata.region);
  const foreign = [
    ...(availabilityZones ?? []).map((zone, index) => ({ path: `availabilityZones[${index}]`, zone })),
    ...(localZones ?? []).map((zone, index) => ({ path: `localZones[${index}]`, zone })),
  ].filter(({ zone }) => !ofRegion(zone));
  const pool = vpc?.ipv6Cidr !== undefined && vpc.ipv6Pool === undefined;
  return [
    ...foreign.map(({ path, zone }) => ({
      path,
      found: zone,
      allowed: `a zone of ${metadata.region}`,
      message: `is not a zone of ${metadata.region}`,
    })),
    ...when(availabilityZones !== undefined && new Set(availabilityZones).size < 2, {
      path: 'availabilityZones',
      found: availabilityZones,
      allowed: 'at least two zones',
      message: 'EKS wants subnets in at least two zones',
    }),
    ...when(pool, {
      path: 'vpc.ipv6Cidr',
      found: vpc?.ipv6Cidr,
      allowed: 'a block together with vpc.ipv6Pool, which it is from',
      message: 'a block of your own has to come from a pool',
    }),
  ];
};

export const ipv6: Rule = (config) => {
  if (!isIpv6(config)) return [];
  const { vpc, kubernetesNetworkConfig, remoteNetworkConfig } = config;
  return [
    ...when(kubernetesNetworkConfig?.serviceIPv4CIDR !== undefined, {
      path: 'kubernetesNetworkConfig.serviceIPv4CIDR',
      found: kubernetesNetworkConfig?.serviceIPv4CIDR,
      allowed: 'nothing in an IPv6 cluster',
      message: 'services of an IPv6 cluster have IPv6 addresses, which EKS assigns',
    }),
    ...when(vpc?.autoAllocateIPv6 === true, {
      path: 'vpc.autoAllocateIPv6',
      found: true,
      allowed: 'nothing in an IPv6 cluster, whose VPC has IPv6 anyway',
      message: 'it gives IPv6 to the VPC of an IPv4 cluster',
    }),
    ...when(remoteNetworkConfig !== undefined, {
      path: 'remoteNetworkConfig',
      found: 'set',
      allowed: 'nothing in an IPv6 cluster',
      message: 'EKS Hybrid Nodes need an IPv4 cluster',
    }),
  ];
};

export const endpoints: Rule = ({ vpc, privateCluster }) => {
  const { publicAccess = true, privateAccess = false } = vpc?.clusterEndpoints ?? {};
  const closed = !publicAccess && !privateAccess;
  const fullyPrivate = privateCluster?.enabled === true;
  return [
    ...when(closed, {
      path: 'vpc.clusterEndpoints',
      found: { publicAccess, privateAccess },
      allowed: 'publicAccess, privateAccess, or both',
      message: 'nobody could reach the API server',
    }),
    ...when(vpc?.publicAccessCIDRs !== undefined && (!publicAccess || fullyPrivate), {
      path: 'vpc.publicAccessCIDRs',
      found: vpc?.publicAccessCIDRs,
      allowed: 'nothing where the endpoint is private',
      message: 'it limits a public endpoint, and there is none',
      alternative: 'remove it, or set vpc.clusterEndpoints.publicAccess to true',
    }),
    ...when(fullyPrivate && vpc?.clusterEndpoints?.publicAccess === true, {
      path: 'vpc.clusterEndpoints.publicAccess',
      found: true,
      allowed: 'false in a fully private cluster',
      message: 'privateCluster.enabled closes the public endpoint',
    }),
    ...when(privateCluster?.skipEndpointCreation === true && !hasGivenNetwork({ vpc }), {
      path: 'privateCluster.skipEndpointCreation',
      found: true,
      allowed: 'true only where vpc.subnets are given',
      message: 'nodes of a VPC that we make could not reach AWS without its endpoints',
    }),
    ...when(vpc?.manageSharedNodeSecurityGroupRules === false && !vpc.sharedNodeSecurityGroup, {
      path: 'vpc.manageSharedNodeSecurityGroupRules',
      found: false,
      allowed: 'false only where vpc.sharedNodeSecurityGroup is given',
      message: 'nodes could not reach the control plane through a group that nobody opens',
    }),
    ...when(vpc?.securityGroup !== undefined && vpc.controlPlaneSecurityGroupIDs !== undefined, {
      path: 'vpc.controlPlaneSecurityGroupIDs',
      found: vpc?.controlPlaneSecurityGroupIDs,
      allowed: 'either this or vpc.securityGroup',
      message: "both name the control plane's security groups",
    }),
    ...when(vpc?.controlPlaneOnPrivateSubnets === true && vpc.controlPlaneSubnetIDs !== undefined, {
      path: 'vpc.controlPlaneOnPrivateSubnets',
      found: true,
      allowed: 'either this or vpc.controlPlaneSubnetIDs',
      message: "both choose the control plane's subnets",
    }),
    ...when(vpc?.controlPlaneSubnetIDs !== undefined && vpc.controlPlaneSubnetIDs.length < 2, {
      path: 'vpc.controlPlaneSubnetIDs',
      found: vpc?.controlPlaneSubnetIDs,
      allowed: 'at least two subnets in different zones',
      message: 'EKS wants subnets in at least two zones',
    }),
    ...when(vpc?.controlPlaneSubnetIDs !== undefined && !hasGivenNetwork({ vpc }), {
      path: 'vpc.controlPlaneSubnetIDs',
      found: vpc?.controlPlaneSubnetIDs,
      allowed: 'subnets of a VPC that is given under vpc.id and vpc.subnets',
      message: 'the subnets exist, and the VPC that they are in is not given',
    }),
  ];
};
