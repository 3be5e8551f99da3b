import type {
  Cluster,
  CreateClusterRequest,
  Logging,
  LogType,
  RemoteNetworkConfigRequest,
} from '@aws-sdk/client-eks';
import type { SubnetFacts } from '../../region.ts';
import type { EksAccount } from '../account.ts';
import { invalidParameter } from '../errors.ts';
import { isCidr, overlaps, PRIVATE_BLOCKS, within } from '../network/cluster-network.ts';

/** Rules about single settings of a cluster that CreateCluster and UpdateClusterConfig share. */
const LOG_TYPES: readonly LogType[] = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** Every log type with its state, the enabled ones first, as DescribeCluster shows it. */
export function loggingOf(requested: Logging | undefined, former?: Logging): Logging {
  const enabled = new Set<LogType>();
  for (const source of [former, requested]) {
    for (const setup of source?.clusterLogging ?? []) {
      for (const type of setup.types ?? []) {
        if (setup.enabled) enabled.add(type);
        else if (setup.enabled === false) enabled.delete(type);
      }
    }
  }
  const group = (on: boolean) => ({
    types: LOG_TYPES.filter((type) => enabled.has(type) === on),
    enabled: on,
  });
  return { clusterLogging: [group(true), group(false)].filter((setup) => setup.types.length > 0) };
}

export function checkEndpointAccess(
  publicAccess: boolean,
  privateAccess: boolean,
  clusterName: string | undefined,
): void {
  if (publicAccess || privateAccess) return;
  throw invalidParameter('Private and public endpoint access cannot be false', { clusterName });
}

export function checkPublicAccessCidrs(
  account: EksAccount,
  cidrs: readonly string[] | undefined,
  clusterName: string | undefined,
): void {
  for (const cidr of cidrs ?? []) {
    if (!isCidr(cidr)) throw invalidParameter(`The following CIDRs are invalid: [${cidr}]`, { clusterName });
    if (PRIVATE_BLOCKS.some((block) => !cidr.includes(':') && within(cidr, block))) {
      throw invalidParameter(`The following CIDRs are not allowed in publicAccessCidrs: [${cidr}]`, {
        clusterName,
      });
    }
  }
  if ((cidrs?.length ?? 0) > account.quota('eks/public-access-cidrs-per-cluster')) {
    throw invalidParameter('Number of publicAccessCidrs exceeds the limit', { clusterName });
  }
}

/** Auto Mode is all or nothing (observed wording: cluster-api-provider-aws#5278). */
export function checkAutoMode(
  request: Pick<CreateClusterRequest, 'computeConfig' | 'kubernetesNetworkConfig' | 'storageConfig'>,
  clusterName: string | undefined,
): boolean | undefined {
  const states = [
    request.computeConfig?.enabled,
    request.kubernetesNetworkConfig?.elasticLoadBalancing?.enabled,
    request.storageConfig?.blockStorage?.enabled,
  ];
  if (states.every((state) => state === undefined)) return undefined;
  if (new Set(states.map((state) => state === true)).size > 1) {
    throw invalidParameter(
      'For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.',
      { clusterName },
    );
  }
  const compute = request.computeConfig;
  if (compute?.enabled !== true && (compute?.nodePools?.length || compute?.nodeRoleArn)) {
    throw invalidParameter(
      'When Compute Config is not enabled, nodeRoleArn and nodePools values must not be specified.',
      { clusterName },
    );
  }
  const pools = (compute?.nodePools?.length ?? 0) > 0;
  if (compute?.enabled === true && pools && compute.nodeRoleArn === undefined) {
    throw invalidParameter(
      'When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.',
      { clusterName },
    );
  }
  if (compute?.enabled === true && pools !== (compute.nodeRoleArn !== undefined)) {
    throw invalidParameter(
      'When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided. And when nodePools are specified, nodeRoleArn must be provided.',
      { clusterName },
    );
  }
  return states[0] === true;
}

/** The service range: given, or the one of two that the VPC does not use (SDK typing of serviceIpv4Cidr). */
export function serviceIpv4Cidr(
  requested: string | undefined,
  subnets: readonly SubnetFacts[],
  clusterName: string,
): string {
  if (requested === undefined) {
    return subnets.some((subnet) => within(subnet.cidrBlock, '10.0.0.0/8'))
      ? '172.20.0.0/16'
      : '10.100.0.0/16';
  }
  const bits = Number(requested.split('/')[1]);
  if (!isCidr(requested) || requested.includes(':')) {
    throw invalidParameter(`The specified service IP range (${requested}) is not a valid IPv4 CIDR`, {
      clusterName,
    });
  }
  if (!PRIVATE_BLOCKS.some((block) => within(requested, block))) {
    throw invalidParameter(
      `Invalid Cluster Service Ipv4 CIDR ${requested} for the cluster ${clusterName}, must be within RFC1918 range`,
      { clusterName },
    );
  }
  if (bits < 12 || bits > 24) {
    throw invalidParameter(
      `Invalid Cluster Service Ipv4 CIDR ${requested} for the cluster ${clusterName}, must have netmask size between /12 and /24 inclusive`,
      { clusterName },
    );
  }
  if (subnets.some((subnet) => overlaps(subnet.cidrBlock, requested))) {
    throw invalidParameter(`The specified service IP range (${requested}) overlaps with the VPC CIDR`, {
      clusterName,
    });
  }
  return requested;
}

/** Addresses that carriers share, which remote networks may have, too (observed: cdk-preflight). */
const CGNAT = '100.64.0.0/10';

/** RFC 1918 blocks of /8 to /32, apart from the VPC and the services (SDK typing of RemoteNodeNetwork). */
export function checkRemoteNetworks(
  config: RemoteNetworkConfigRequest | undefined,
  occupied: { readonly vpc: readonly string[]; readonly service: readonly string[] },
  cluster: Pick<Cluster, 'name' | 'kubernetesNetworkConfig' | 'accessConfig'>,
): void {
  const lists = [config?.remoteNodeNetworks, config?.remotePodNetworks];
  const blocks = lists.flatMap((list) => (list ?? []).flatMap((network) => network.cidrs ?? []));
  if (blocks.length === 0) return;
  const members = { clusterName: cluster.name };
  if (cluster.kubernetesNetworkConfig?.ipFamily === 'ipv6') {
    throw invalidParameter('Remote network config is only supported for IPv4 clusters', members);
  }
  if (cluster.accessConfig?.authenticationMode === 'CONFIG_MAP') {
    throw invalidParameter(
      'AccessConfig AuthMode must be API_AND_CONFIG_MAP or API when remoteNetworkConfig is specified',
      members,
    );
  }
  if ((config?.remoteNodeNetworks?.length ?? 0) === 0) {
    throw invalidParameter('remoteNodeNetworks are required when specifying remoteNetworkConfig.', members);
  }
  const nodeBlocks = (config?.remoteNodeNetworks ?? []).flatMap((network) => network.cidrs ?? []);
  for (const [index, block] of blocks.entries()) {
    const isIpv4 = isCidr(block) && !block.includes(':');
    if (!isIpv4 || ![...PRIVATE_BLOCKS, CGNAT].some((range) => within(block, range))) {
      const kind = index < nodeBlocks.length ? 'node' : 'pod';
      throw invalidParameter(
        `Invalid remote ${kind} network: CIDR ${block} is not part of RFC 1918 or CGNAT`,
        members,
      );
    }
  }
  for (const [index, block] of blocks.entries()) {
    const kind = index < nodeBlocks.length ? 'node' : 'pod';
    const inVpc = occupied.vpc.find((other) => overlaps(other, block));
    if (inVpc !== undefined) {
      throw invalidParameter(
        `Invalid remote ${kind} network: CIDR ${block} overlaps with VPC CIDR ${inVpc}`,
        members,
      );
    }
    const inService = occupied.service.find((range) => overlaps(range, block));
    if (inService !== undefined) {
      throw invalidParameter(
        `Invalid remote ${kind} network: CIDR ${block} overlaps with service CIDR ${inService}`,
        members,
      );
    }
    const other = blocks.slice(0, index).find((one) => overlaps(one, block));
    if (other !== undefined) {
      throw invalidParameter(
        `Invalid remote ${kind} network: CIDR ${block} overlaps with already existing CIDR ${other}`,
        members,
      );
    }
  }
}
