import type { CallFacts } from '../../simulator/fault.ts';
import type { World } from '../../simulator/world.ts';
import { lookAt } from './own-look.ts';

/** All that a thing says of itself, as its service has it. */
export interface Marks {
  readonly tags: Readonly<Record<string, string>>;
  readonly vpcId?: string | undefined;
  /** The security groups of a network interface, which are of whom it is. */
  readonly groupIds?: readonly string[];
}

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}
const tagsIn = (tags: readonly Tag[] = []): Marks['tags'] =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

type Records = readonly {
  readonly Tags?: readonly Tag[];
  /** EC2 calls those of network interfaces otherwise. */
  readonly TagSet?: readonly Tag[];
  readonly VpcId?: string;
  readonly Groups?: readonly { readonly GroupId?: string }[];
}[];
type Look = (world: World, region: string, input: CallFacts['input']) => Promise<Marks | undefined>;

/** By one of EC2's lists, which takes ids as its only filter. */
const ofEc2 =
  (operation: string, ids: string, list: string, idOf: (input: CallFacts['input']) => unknown): Look =>
  async (world, region, input) => {
    const found = await lookAt<Readonly<Record<string, Records>>>(world, region, ['ec2', operation], {
      [ids]: [idOf(input)].flat(),
    });
    const [one] = found?.[list] ?? [];
    if (!one) return undefined;
    const groupIds = (one.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
    return { tags: tagsIn(one.TagSet ?? one.Tags), vpcId: one.VpcId, groupIds };
  };

const ofSecurityGroup = ofEc2(
  'DescribeSecurityGroups',
  'GroupIds',
  'SecurityGroups',
  ({ GroupId }) => GroupId,
);

const ofBalancers =
  (service: string, names: string, idOf: (input: CallFacts['input']) => unknown): Look =>
  async (world, region, input) => {
    const found = await lookAt<{ readonly TagDescriptions?: Records }>(
      world,
      region,
      [service, 'DescribeTags'],
      {
        [names]: [idOf(input)],
      },
    );
    const [one] = found?.TagDescriptions ?? [];
    return one && { tags: tagsIn(one.Tags) };
  };

/** The looks at the marks of a resource that a call deletes, or takes a rule out of. */
export const MARKS: Readonly<Record<string, Look>> = {
  'ec2:DeleteSecurityGroup': ofSecurityGroup,
  'ec2:RevokeSecurityGroupIngress': ofSecurityGroup,
  'ec2:RevokeSecurityGroupEgress': ofSecurityGroup,
  'ec2:DeleteNetworkInterface': ofEc2(
    'DescribeNetworkInterfaces',
    'NetworkInterfaceIds',
    'NetworkInterfaces',
    ({ NetworkInterfaceId }) => NetworkInterfaceId,
  ),
  'ec2:TerminateInstances': async (world, region, { InstanceIds }) => {
    const found = await lookAt<{ readonly Reservations?: readonly { readonly Instances?: Records }[] }>(
      world,
      region,
      ['ec2', 'DescribeInstances'],
      { InstanceIds },
    );
    const [one] = (found?.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
    return one && { tags: tagsIn(one.Tags), vpcId: one.VpcId };
  },
  'elasticloadbalancingv2:DeleteLoadBalancer': ofBalancers(
    'elasticloadbalancingv2',
    'ResourceArns',
    ({ LoadBalancerArn }) => LoadBalancerArn,
  ),
  'elasticloadbalancingv2:DeleteTargetGroup': ofBalancers(
    'elasticloadbalancingv2',
    'ResourceArns',
    ({ TargetGroupArn }) => TargetGroupArn,
  ),
  'elasticloadbalancing:DeleteLoadBalancer': ofBalancers(
    'elasticloadbalancing',
    'LoadBalancerNames',
    ({ LoadBalancerName }) => LoadBalancerName,
  ),
  'cloudformation:DeleteStack': async (world, region, { StackName }) => {
    const found = await lookAt<{ readonly Stacks?: Records }>(
      world,
      region,
      ['cloudformation', 'DescribeStacks'],
      { StackName },
    );
    const [one] = found?.Stacks ?? [];
    return one && { tags: tagsIn(one.Tags) };
  },
};

/** Tags whose value is the name of the cluster that a thing was made for, each by its maker's documentation. */
const NAMES = [
  'eks-fleet.dev/cluster',
  // EKS guide: "Amazon EKS security group requirements", "EKS Auto Mode"; of the instances of managed groups.
  'aws:eks:cluster-name',
  'eks:eks-cluster-name',
  'eks:cluster-name',
  // AWS Load Balancer Controller, "Resource tags", also of its first version; VPC CNI, "CLUSTER_NAME".
  'elbv2.k8s.aws/cluster',
  'ingress.k8s.aws/cluster',
  'cluster.k8s.amazonaws.com/name',
];
const LIFECYCLE = 'kubernetes.io/cluster/';

/** The clusters that a thing's tags say it was made for; `shared` is the value on things that a cluster only uses. */
export function madeFor({ tags }: Marks): readonly string[] {
  const byLifecycle = Object.keys(tags).filter((key) => key.startsWith(LIFECYCLE) && tags[key] === 'owned');
  return [
    ...NAMES.flatMap((name) => (tags[name] === undefined ? [] : [tags[name]])),
    ...byLifecycle.map((key) => key.slice(LIFECYCLE.length)),
  ];
}

/** The clusters of the security groups of a network interface. */
export async function clustersOfGroups(
  world: World,
  region: string,
  groupIds: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(groupIds.map((GroupId) => ofSecurityGroup(world, region, { GroupId })));
  return found.flatMap((marks) => (marks ? madeFor(marks) : []));
}

/** The cluster whose own stack has made a VPC. */
export async function clusterOfVpc(world: World, region: string, vpcId: string): Promise<string | undefined> {
  const found = await lookAt<{ readonly Vpcs?: Records }>(world, region, ['ec2', 'DescribeVpcs'], {
    VpcIds: [vpcId],
  });
  return tagsIn(found?.Vpcs?.[0]?.Tags)['eks-fleet.dev/cluster'];
}
