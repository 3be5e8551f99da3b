import type {
  Cluster,
  ClusterIssue,
  DescribeClusterRequest,
  DescribeClusterResponse,
  DescribeClusterVersionsRequest,
  DescribeClusterVersionsResponse,
  ListClustersRequest,
  ListClustersResponse,
} from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { invalidParameter } from '../errors.ts';
import { FREE_ADDRESSES_TO_UPDATE } from '../network/cluster-network.ts';
import { page } from '../pagination.ts';
import type { ClusterRecord } from '../records.ts';
import { describeVersion, releasedVersions } from './versions.ts';

export function describeCluster(account: EksAccount, input: DescribeClusterRequest): DescribeClusterResponse {
  const cluster = account.cluster(input.name);
  const { description } = cluster;
  const issues = healthIssues(account, cluster);
  return { cluster: issues.length > 0 ? { ...description, health: { issues: [...issues] } } : description };
}

/** What stands in the way of EKS's own work on a cluster. */
export function healthIssues(account: EksAccount, { description }: ClusterRecord): readonly ClusterIssue[] {
  const found = shortOfAddresses(account, description);
  return [...(description.health?.issues ?? []), ...(found ? [found] : [])];
}

/** The cluster stays ACTIVE, but EKS cannot patch it (CredentialEngine/CredentialRegistry#1063). */
function shortOfAddresses(account: EksAccount, description: Cluster): ClusterIssue | undefined {
  if (description.status !== 'ACTIVE') return undefined;
  const short = (description.resourcesVpcConfig?.subnetIds ?? []).filter((id) => {
    const free = account.region.network.subnet(id)?.availableIpAddressCount;
    return free !== undefined && free < FREE_ADDRESSES_TO_UPDATE;
  });
  if (short.length === 0) return undefined;
  return {
    code: 'InsufficientFreeAddresses',
    message:
      'One or more of the subnets associated with your cluster does not have enough available IP addresses for Amazon EKS to perform cluster management operations. Free up addresses in the subnet(s), or associate different subnets to your cluster using the Amazon EKS update-cluster-config API.',
    resourceIds: short,
  };
}

export function listClusters(account: EksAccount, input: ListClustersRequest): ListClustersResponse {
  // Connected clusters, which `include: ["all"]` adds, are not modelled and so never there.
  const names = [...account.clusters.keys()].sort();
  const { items, ...rest } = page(names, (name) => name, input);
  return { clusters: items, ...rest };
}

/** Without a filter only the versions that a cluster may be created with; `includeAll` adds those past support. */
export function describeClusterVersions(
  account: EksAccount,
  input: DescribeClusterVersionsRequest,
): DescribeClusterVersionsResponse {
  const now = account.region.kernel.now();
  if (input.clusterType !== undefined && input.clusterType !== 'eks') {
    throw invalidParameter(`Invalid cluster type: ${input.clusterType}`);
  }
  const wanted = input.versionStatus ?? input.status?.toUpperCase().replaceAll('-', '_');
  const versions = releasedVersions(now)
    .map((version) => describeVersion(version, now))
    .filter((version) => input.clusterVersions?.includes(version.clusterVersion ?? '') ?? true)
    .filter((version) => !input.defaultOnly || version.defaultVersion === true)
    .filter((version) =>
      wanted === undefined
        ? input.includeAll === true || version.versionStatus !== 'UNSUPPORTED'
        : version.versionStatus === wanted,
    );
  const { items, ...rest } = page(versions, (version) => version.clusterVersion ?? '', input);
  return { clusterVersions: items, ...rest };
}
