import type { Caller } from '../../simulator/service.ts';
import type { World } from '../../simulator/world.ts';

/** What costs money or stands in the way, by kind and id. Volumes and logs hold data, and are meant to stay. */
export type Inventory = ReadonlySet<string>;

interface Kind {
  readonly service: string;
  readonly operation: string;
  /** The member of the answer that lists them, and the member of each that names it. */
  readonly list: string;
  readonly id: string;
  /** Whether one that is still shown is gone all the same. */
  readonly isGone?: (record: Readonly<Record<string, unknown>>) => boolean;
}

const stateOf = (record: Readonly<Record<string, unknown>>): unknown =>
  (record.State as { readonly Name?: string } | undefined)?.Name ?? record.State;

/** One row a kind of resource, in the terms of its service's own API. */
const KINDS: readonly Kind[] = [
  { service: 'cloudformation', operation: 'DescribeStacks', list: 'Stacks', id: 'StackName' },
  { service: 'ec2', operation: 'DescribeVpcs', list: 'Vpcs', id: 'VpcId' },
  { service: 'ec2', operation: 'DescribeSubnets', list: 'Subnets', id: 'SubnetId' },
  { service: 'ec2', operation: 'DescribeSecurityGroups', list: 'SecurityGroups', id: 'GroupId' },
  {
    service: 'ec2',
    operation: 'DescribeSecurityGroupRules',
    list: 'SecurityGroupRules',
    id: 'SecurityGroupRuleId',
  },
  {
    service: 'ec2',
    operation: 'DescribeNetworkInterfaces',
    list: 'NetworkInterfaces',
    id: 'NetworkInterfaceId',
  },
  {
    service: 'ec2',
    operation: 'DescribeNatGateways',
    list: 'NatGateways',
    id: 'NatGatewayId',
    isGone: (record) => stateOf(record) === 'deleted',
  },
  { service: 'ec2', operation: 'DescribeAddresses', list: 'Addresses', id: 'AllocationId' },
  { service: 'ec2', operation: 'DescribeRouteTables', list: 'RouteTables', id: 'RouteTableId' },
  { service: 'ec2', operation: 'DescribeInternetGateways', list: 'InternetGateways', id: 'InternetGatewayId' },
  { service: 'ec2', operation: 'DescribeVpcEndpoints', list: 'VpcEndpoints', id: 'VpcEndpointId' },
  { service: 'ec2', operation: 'DescribeLaunchTemplates', list: 'LaunchTemplates', id: 'LaunchTemplateId' },
  {
    service: 'autoscaling',
    operation: 'DescribeAutoScalingGroups',
    list: 'AutoScalingGroups',
    id: 'AutoScalingGroupName',
  },
  {
    service: 'elasticloadbalancing',
    operation: 'DescribeLoadBalancers',
    list: 'LoadBalancerDescriptions',
    id: 'LoadBalancerName',
  },
  {
    service: 'elasticloadbalancingv2',
    operation: 'DescribeLoadBalancers',
    list: 'LoadBalancers',
    id: 'LoadBalancerArn',
  },
  {
    service: 'elasticloadbalancingv2',
    operation: 'DescribeTargetGroups',
    list: 'TargetGroups',
    id: 'TargetGroupArn',
  },
  // The roles that a service makes for itself belong to the account and serve every cluster.
  {
    service: 'iam',
    operation: 'ListRoles',
    list: 'Roles',
    id: 'Arn',
    isGone: ({ Path }) => String(Path).startsWith('/aws-service-role/'),
  },
  { service: 'iam', operation: 'ListInstanceProfiles', list: 'InstanceProfiles', id: 'Arn' },
  {
    service: 'iam',
    operation: 'ListOpenIDConnectProviders',
    list: 'OpenIDConnectProviderList',
    id: 'Arn',
  },
];

/** Looks into the simulated services themselves, past IAM, throttling and the trace. */
export async function takeInventory(world: World, regionNames: readonly string[]): Promise<Inventory> {
  const caller: Caller = { kind: 'administrator', arn: 'checker', accountId: world.accountId };
  const found = new Set<string>();
  for (const regionName of regionNames) {
    const ask = async (service: string, operation: string): Promise<Readonly<Record<string, unknown>>> => {
      const run = world.region(regionName).service(service).operations[operation];
      if (!run) throw new Error(`the checker asks ${service} for ${operation}, which it does not have`);
      return (await run({}, { operation, caller, requestId: 'checker' })) as Readonly<Record<string, unknown>>;
    };
    for (const name of (await ask('eks', 'ListClusters')).clusters as readonly string[])
      found.add(`${regionName} eks cluster ${name}`);
    const { Reservations } = (await ask('ec2', 'DescribeInstances')) as {
      readonly Reservations: readonly { readonly Instances: readonly Readonly<Record<string, unknown>>[] }[];
    };
    for (const instance of Reservations.flatMap(({ Instances }) => Instances))
      if (stateOf(instance) !== 'terminated') found.add(`${regionName} ec2 instance ${instance.InstanceId}`);
    for (const { service, operation, list, id, isGone } of KINDS) {
      const records = ((await ask(service, operation))[list] ?? []) as readonly Readonly<
        Record<string, unknown>
      >[];
      for (const record of records)
        if (!isGone?.(record)) found.add(`${regionName} ${service} ${list} ${record[id]}`);
    }
  }
  return found;
}

/** What is there now that was not there before, and what is gone that was. */
export function compareInventories(before: Inventory, after: Inventory): readonly string[] {
  return [
    ...[...after].filter((one) => !before.has(one)).map((one) => `${one} is left`),
    ...[...before].filter((one) => !after.has(one)).map((one) => `${one} was not the cluster's, and is gone`),
  ];
}
