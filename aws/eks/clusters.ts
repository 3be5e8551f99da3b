import { DescribeClusterCommand, type EKSClient, paginateListClusters } from '@aws-sdk/client-eks';
import { named, unlessMissing } from '../errors.ts';

/** A cluster as EKS has it, as far as a list shows it. */
export interface ListedCluster {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly version: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One cluster; undefined where EKS has none of the name. */
export async function describeListed(client: EKSClient, name: string): Promise<ListedCluster | undefined> {
  const answer = await unlessMissing(client.send(new DescribeClusterCommand({ name })));
  if (!answer?.cluster) return undefined;
  const { arn = '', status = '', version = '', createdAt, tags = {} } = answer.cluster;
  return { name, arn, status, version, createdAt: createdAt?.toISOString() ?? '', tags };
}

/** Every cluster of a region. */
export async function listClusters(client: EKSClient): Promise<readonly ListedCluster[]> {
  const names: string[] = [];
  const read = async () => {
    for await (const { clusters = [] } of paginateListClusters({ client }, {})) names.push(...clusters);
  };
  await named(read());
  const described = await Promise.all(names.map((name) => describeListed(client, name)));
  return described.filter((cluster) => cluster !== undefined);
}
