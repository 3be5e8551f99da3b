import type { Caller } from '../../simulator/service.ts';
import type { World } from '../../simulator/world.ts';

/** All that costs money or stands in the way, by kind and id. Volumes and logs hold data, and are meant to stay. */
export type Inventory = ReadonlySet<string>;

interface Kind {
  readonly service: string;
  readonly operation: string;
  /** The member of the answer that lists them, and the member of each that names it. */
  readonly list: string;
  readonly id: string;
  /** True for a resource that is still shown, and gone all the same. */
  readonly isGone?: (record: Readonly<Record<string, unknown>>) => boolean;
}

const stateOf = (record: Readonly<Record<string, unknown>>): unknown =>
  (record.State as { readonly Name?: string } | undefined)?.Name ?? record.State;

/** One row a kind of resource, in the terms of its service's own API. */
const KINDS: readonly Kind[] = [
  {
    service: 'cloudformation',
    operation: 'DescribeStacks',
    list: 'Stacks',
    id: 'StackName',
    // Guard outlives its fleet: its table says who owns plans, and a person takes it away.
    isGone: ({ StackName }) => /^eks-fleet-[a-z0-9-]+-guard-/.test(String(StackName)),
  },
  { service: 'lambda', operation: 'ListFunctions', list: 'Functions', id: 'FunctionName' },
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
  {
    service: 'ec2',
    operation: 'DescribeInternetGateways',
    list: 'InternetGateways',
    id: 'InternetGatewayId',
  },
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

type Fields = Readonly<Record<string, unknown>>;

/** All records of one list, page after page: each service has its own name for where the next page begins. */
export async function listAll(
  world: World,
  regionName: string,
  { service, operation, list }: Pick<Kind, 'service' | 'operation' | 'list'>,
): Promise<readonly unknown[]> {
  const caller: Caller = { kind: 'administrator', arn: 'checker', accountId: world.accountId };
  const run = world.region(regionName).service(service).operations[operation];
  if (!run) throw new Error(`the checker asks ${service} for ${operation}, which it does not have`);
  const records: unknown[] = [];
  let input: Fields | undefined = {};
  while (input) {
    const answer = (await run(input, { operation, caller, requestId: 'checker' })) as Fields;
    records.push(...((answer[list] ?? []) as readonly unknown[]));
    const marker = answer.NextMarker ?? answer.Marker;
    const token = answer.NextToken ?? answer.nextToken;
    input =
      marker !== undefined
        ? { Marker: marker }
        : token === undefined
          ? undefined
          : { [answer.NextToken === undefined ? 'nextToken' : 'NextToken']: token };
  }
  return records;
}

async function inventoryOf(world: World, regionName: string): Promise<readonly string[]> {
  const clusters = await listAll(world, regionName, {
    service: 'eks',
    operation: 'ListClusters',
    list: 'clusters',
  });
  const reservations = (await listAll(world, regionName, {
    service: 'ec2',
    operation: 'DescribeInstances',
    list: 'Reservations',
  })) as readonly { readonly Instances: readonly Fields[] }[];
  const found = [
    ...clusters.map((name) => `eks cluster ${name}`),
    ...reservations
      .flatMap(({ Instances }) => Instances)
      .filter((instance) => stateOf(instance) !== 'terminated')
      .map(({ InstanceId }) => `ec2 Instances ${InstanceId}`),
  ];
  for (const kind of KINDS) {
    const records = (await listAll(world, regionName, kind)) as readonly Fields[];
    for (const record of records)
      if (!kind.isGone?.(record)) found.push(`${kind.service} ${kind.list} ${record[kind.id]}`);
  }
  return found.map((one) => `${regionName} ${one}`);
}

/** Looks into the simulated services themselves, past IAM, throttling and the trace. */
export async function takeInventory(world: World, regionNames: readonly string[]): Promise<Inventory> {
  const found = new Set<string>();
  for (const regionName of regionNames)
    for (const one of await inventoryOf(world, regionName)) found.add(one);
  return found;
}

/** Each thing that is there now and was not before, or was and is gone. */
export function compareInventories(before: Inventory, after: Inventory): readonly string[] {
  return [
    ...[...after].filter((one) => !before.has(one)).map((one) => `${one} is left`),
    ...[...before].filter((one) => !after.has(one)).map((one) => `${one} was not the cluster's, and is gone`),
  ];
}
