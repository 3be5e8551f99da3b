import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeNodegroupCommand, EKSClient, ListNodegroupsCommand } from '@aws-sdk/client-eks';
import type { Expectation } from './expectation-schema.ts';

type Expected = NonNullable<Expectation['sizes']>;

/** Node groups as EKS and Auto Scaling have them, by name: `2 of 1-4`; with the nodes in service where those are others. */
async function sizesOf({ cluster, region }: Expected): Promise<Readonly<Record<string, string>>> {
  const eks = new EKSClient({ region });
  const scaling = new AutoScalingClient({ region });
  const { nodegroups = [] } = await eks.send(new ListNodegroupsCommand({ clusterName: cluster }));
  const described = await Promise.all(
    nodegroups.map((nodegroupName) =>
      eks.send(new DescribeNodegroupCommand({ clusterName: cluster, nodegroupName })),
    ),
  );
  const managed = new Map(
    described.map(({ nodegroup }) => [nodegroup?.resources?.autoScalingGroups?.[0]?.name, nodegroup]),
  );
  const { AutoScalingGroups = [] } = await scaling.send(
    new DescribeAutoScalingGroupsCommand({
      Filters: [{ Name: 'tag-key', Values: [`kubernetes.io/cluster/${cluster}`] }],
    }),
  );
  const found = AutoScalingGroups.map((group) => {
    const ofEks = managed.get(group.AutoScalingGroupName);
    const own = group.Tags?.find(({ Key }) => Key === 'alpha.eksctl.io/nodegroup-name')?.Value;
    const { minSize, desiredSize, maxSize } = ofEks?.scalingConfig ?? {
      minSize: group.MinSize,
      desiredSize: group.DesiredCapacity,
      maxSize: group.MaxSize,
    };
    const nodes = (group.Instances ?? []).filter(
      ({ LifecycleState }) => LifecycleState === 'InService',
    ).length;
    const others = nodes === desiredSize ? '' : ` with ${nodes} in service`;
    return [ofEks?.nodegroupName ?? own ?? '', `${desiredSize} of ${minSize}-${maxSize}${others}`] as const;
  });
  return Object.fromEntries(found.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Node groups of the cluster whose sizes or nodes are not as expected, in words. */
export async function sizeFindings(expected: Expected): Promise<readonly string[]> {
  const found = await sizesOf(expected).catch((error: Error) => {
    // A cluster that is gone has no groups.
    if (error.name !== 'ResourceNotFoundException') throw error;
    return {} as Readonly<Record<string, string>>;
  });
  return Object.entries(expected.groups).flatMap(([name, wanted]) =>
    found[name] === wanted ? [] : [`node group ${name} is ${found[name] ?? 'not there'}, expected ${wanted}`],
  );
}
