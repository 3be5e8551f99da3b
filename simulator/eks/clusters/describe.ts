import type {
  DescribeClusterRequest,
  DescribeClusterResponse,
  DescribeClusterVersionsRequest,
  DescribeClusterVersionsResponse,
  ListClustersRequest,
  ListClustersResponse,
} from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { invalidParameter } from '../errors.ts';
import { page } from '../pagination.ts';
import { healthIssues } from './health.ts';
import { describeVersion, releasedVersions } from './versions.ts';

export function describeCluster(account: EksAccount, input: DescribeClusterRequest): DescribeClusterResponse {
  const cluster = account.cluster(input.name);
  const { description } = cluster;
  const issues = healthIssues(account, cluster);
  return { cluster: issues.length > 0 ? { ...description, health: { issues: [...issues] } } : description };
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
