import type {
  CreateVpcEndpointRequest,
  DeleteVpcEndpointsRequest,
  DescribeVpcEndpointsRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { invalidValue, missing, notFound } from '../errors.ts';
import { addNetworkInterface, removeNetworkInterface } from '../network-interfaces/network-interfaces.ts';
import type { Ec2State, VpcEndpointRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';

/** Endpoint services that a private EKS cluster needs, and those that eksctl lists as optional (eksctl, "fully-private"). */
const INTERFACE_SERVICES = [
  'autoscaling',
  'cloudformation',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'elasticfilesystem',
  'events',
  'guardduty-data',
  'kms',
  'logs',
  'monitoring',
  's3',
  'secretsmanager',
  'sqs',
  'ssm',
  'ssmmessages',
  'states',
  'sts',
  'xray',
];
const GATEWAY_SERVICES = ['s3', 'dynamodb'];

function assertService(ec2: Ec2State, serviceName: string, type: string): void {
  const prefix = `com.amazonaws.${ec2.region.name}.`;
  const services = type === 'Gateway' ? GATEWAY_SERVICES : INTERFACE_SERVICES;
  if (!serviceName.startsWith(prefix) || !services.includes(serviceName.slice(prefix.length))) {
    throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
  }
}

function assertInterface(ec2: Ec2State, input: CreateVpcEndpointRequest): void {
  const vpc = ec2.vpc(input.VpcId ?? '');
  const zones = new Set<string>();
  for (const id of input.SubnetIds ?? []) {
    const subnet = ec2.subnet(id);
    if (subnet.VpcId !== vpc.VpcId) {
      throw new AwsError('InvalidParameter', `The subnet ID ${id} does not belong to the VPC ${vpc.VpcId}`);
    }
    if (zones.has(subnet.AvailabilityZone)) {
      throw new AwsError(
        'DuplicateSubnetsInSameZone',
        `Found another VPC endpoint subnet in the availability zone of ${id}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
      );
    }
    zones.add(subnet.AvailabilityZone);
  }
  for (const id of input.SecurityGroupIds ?? []) ec2.securityGroup(id);
  if (input.PrivateDnsEnabled === false) return;
  if (!vpc.dnsSupport || !vpc.dnsHostnames) {
    throw new AwsError(
      'InvalidParameter',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.VpcId}`,
    );
  }
  const conflict = [...ec2.vpcEndpoints.values()].some(
    (held) => held.VpcId === vpc.VpcId && held.ServiceName === input.ServiceName && held.PrivateDnsEnabled,
  );
  if (conflict) {
    const host = `${input.ServiceName?.split('.').slice(3).reverse().join('.')}.${ec2.region.name}.amazonaws.com`;
    throw new AwsError(
      'InvalidParameter',
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${host} in the VPC ${vpc.VpcId}`,
    );
  }
}

function assertGateway(ec2: Ec2State, input: CreateVpcEndpointRequest): void {
  for (const id of input.RouteTableIds ?? []) {
    ec2.routeTable(id);
    for (const held of ec2.vpcEndpoints.values()) {
      if (held.ServiceName === input.ServiceName && held.RouteTableIds?.includes(id)) {
        throw new AwsError(
          'RouteAlreadyExists',
          `route table ${id} already has a route with destination-prefix-list-id ${prefixListOf(ec2, held.ServiceName)}`,
        );
      }
    }
  }
}

/** The id of AWS's prefix list of a gateway service. */
function prefixListOf(ec2: Ec2State, serviceName: string): string {
  const hex = ec2.region.kernel
    .random(`ec2/${ec2.region.name}/prefix-list/${serviceName}`)
    .text(8, '0123456789abcdef');
  return `pl-${hex}`;
}

function create(ec2: Ec2State, input: CreateVpcEndpointRequest): { VpcEndpoint: VpcEndpointRecord } {
  if (!input.ServiceName) throw missing('ServiceName');
  const vpc = ec2.vpc(input.VpcId ?? '');
  const type = input.VpcEndpointType ?? 'Gateway';
  if (type !== 'Gateway' && type !== 'Interface')
    throw invalidValue(`Invalid value '${type}' for VpcEndpointType`);
  assertService(ec2, input.ServiceName, type);
  if (type === 'Interface') assertInterface(ec2, input);
  else assertGateway(ec2, input);
  const Tags = tagsFor('vpc-endpoint', input.TagSpecifications);
  const groupIds =
    input.SecurityGroupIds ??
    [...ec2.securityGroups.values()]
      .filter((group) => group.VpcId === vpc.VpcId && group.GroupName === 'default')
      .map((group) => group.GroupId);
  const VpcEndpointId = ec2.newId('vpce');
  const interfaces = (type === 'Interface' ? (input.SubnetIds ?? []) : []).map((subnetId) =>
    addNetworkInterface(ec2, {
      subnetId,
      groupIds,
      description: `VPC Endpoint Interface ${VpcEndpointId}`,
      interfaceType: 'vpc_endpoint',
      requesterId: ec2.region.accountId,
      attachment: { kind: 'ela-attach', ownerId: 'amazon-aws', deviceIndex: 1, deleteOnTermination: false },
    }),
  );
  const endpoint: VpcEndpointRecord = {
    VpcEndpointId,
    VpcEndpointType: type,
    VpcId: vpc.VpcId,
    ServiceName: input.ServiceName,
    State: type === 'Gateway' ? 'available' : 'pending',
    PolicyDocument: input.PolicyDocument,
    RouteTableIds: input.RouteTableIds ?? [],
    SubnetIds: input.SubnetIds ?? [],
    Groups:
      type === 'Interface'
        ? groupIds.map((id) => ({ GroupId: id, GroupName: ec2.securityGroup(id).GroupName }))
        : [],
    PrivateDnsEnabled: type === 'Interface' && input.PrivateDnsEnabled !== false,
    RequesterManaged: false,
    NetworkInterfaceIds: interfaces.map((held) => held.NetworkInterfaceId),
    DnsEntries:
      type === 'Interface'
        ? [
            {
              DnsName: `${VpcEndpointId}.${input.ServiceName.split('.').slice(3).join('.')}.${ec2.region.name}.vpce.amazonaws.com`,
            },
          ]
        : [],
    CreationTimestamp: ec2.now(),
    OwnerId: ec2.region.accountId,
    Tags,
  };
  ec2.vpcEndpoints.set(VpcEndpointId, endpoint);
  for (const id of endpoint.RouteTableIds ?? []) {
    ec2.routeTable(id).Routes.push({
      DestinationPrefixListId: prefixListOf(ec2, input.ServiceName),
      GatewayId: VpcEndpointId,
      State: 'active',
      Origin: 'CreateRoute',
    });
  }
  if (type === 'Interface') {
    const { kernel, settings } = ec2.region;
    kernel.after(sampleDurationMs(kernel, 'ec2/vpc-endpoint', settings.durationScale), () => {
      if (endpoint.State === 'pending') endpoint.State = 'available';
    });
  }
  return { VpcEndpoint: endpoint };
}

function remove(ec2: Ec2State, ids: readonly string[]) {
  const Unsuccessful = [];
  for (const id of ids) {
    const endpoint = ec2.vpcEndpoints.get(id);
    if (!endpoint) {
      const { code, message } = notFound('vpce', id);
      Unsuccessful.push({ ResourceId: id, Error: { Code: code, Message: message } });
      continue;
    }
    if (endpoint.State === 'deleting') continue;
    endpoint.State = 'deleting';
    for (const tableId of endpoint.RouteTableIds ?? []) {
      const table = ec2.routeTables.get(tableId);
      if (table) table.Routes = table.Routes.filter((route) => route.GatewayId !== id);
    }
    const { kernel, settings } = ec2.region;
    kernel.after(sampleDurationMs(kernel, 'ec2/vpc-endpoint', settings.durationScale), () => {
      for (const interfaceId of endpoint.NetworkInterfaceIds ?? []) removeNetworkInterface(ec2, interfaceId);
      ec2.vpcEndpoints.delete(id);
    });
  }
  return { Unsuccessful };
}

export function vpcEndpointOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateVpcEndpoint: {
      members: [
        'VpcId',
        'ServiceName',
        'VpcEndpointType',
        'SubnetIds',
        'SecurityGroupIds',
        'RouteTableIds',
        'PrivateDnsEnabled',
        'PolicyDocument',
        'TagSpecifications',
        'ClientToken',
      ],
      run: (input: CreateVpcEndpointRequest) => create(ec2, input),
    },
    DeleteVpcEndpoints: {
      members: ['VpcEndpointIds'],
      run: (input: DeleteVpcEndpointsRequest) => remove(ec2, input.VpcEndpointIds ?? []),
    },
    DescribeVpcEndpoints: {
      members: ['VpcEndpointIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeVpcEndpointsRequest) => {
        const { found, NextToken } = describe<VpcEndpointRecord>(ec2, 'DescribeVpcEndpoints', input, {
          records: ec2.vpcEndpoints.values(),
          byId: {
            ids: input.VpcEndpointIds,
            parameter: 'vpcEndpointIds',
            find: (id) => ec2.vpcEndpoints.get(id),
            notFound: (id) => notFound('vpce', id),
          },
          tags: (endpoint) => endpoint.Tags,
          filters: {
            'service-name': (endpoint) => [endpoint.ServiceName],
            'vpc-endpoint-id': (endpoint) => [endpoint.VpcEndpointId],
            'vpc-endpoint-state': (endpoint) => [endpoint.State],
            'vpc-endpoint-type': (endpoint) => [endpoint.VpcEndpointType],
            'vpc-id': (endpoint) => [endpoint.VpcId],
          },
          unmodelledFilters: ['ip-address-type', 'service-region'],
        });
        return { VpcEndpoints: found, NextToken };
      },
    },
  };
}
