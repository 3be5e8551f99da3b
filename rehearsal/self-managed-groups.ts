import {
  AutoScalingClient,
  type AutoScalingGroup,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling';

const CLUSTER_TAG = 'kubernetes.io/cluster/';
/** EKS tags the groups that it makes for managed node groups. */
const MANAGED_TAG = 'eks:nodegroup-name';
const NAME_TAG = 'alpha.eksctl.io/nodegroup-name';

function groupOf({ AutoScalingGroupName: own = '', Tags = [] }: AutoScalingGroup) {
  const tags = new Map(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  const cluster = [...tags.keys()].find((key) => key.startsWith(CLUSTER_TAG))?.slice(CLUSTER_TAG.length);
  if (cluster === undefined || tags.has(MANAGED_TAG)) return [];
  return [{ cluster, name: tags.get(NAME_TAG) ?? own }];
}

/** The node groups of a region that Auto Scaling alone knows, by their clusters: as eksctl names them. */
export async function selfManagedGroups(region: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const client = new AutoScalingClient({ region });
  for await (const { AutoScalingGroups = [] } of paginateDescribeAutoScalingGroups(
    { client },
    { MaxRecords: 100 },
  ))
    for (const { cluster, name } of AutoScalingGroups.flatMap(groupOf))
      found.set(cluster, [...(found.get(cluster) ?? []), name]);
  return found;
}
