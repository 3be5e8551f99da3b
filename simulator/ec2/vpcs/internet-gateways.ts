import type {
  AttachInternetGatewayRequest,
  CreateEgressOnlyInternetGatewayRequest,
  CreateInternetGatewayRequest,
  DescribeEgressOnlyInternetGatewaysRequest,
  DescribeInternetGatewaysRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { dependencyViolation, notFound } from '../errors.ts';
import type { Ec2State, EgressOnlyRecord, InternetGatewayRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';

function gatewayOf(ec2: Ec2State, id: string): InternetGatewayRecord {
  const gateway = ec2.internetGateways.get(id);
  if (!gateway) throw notFound('igw', id);
  return gateway;
}

function create(ec2: Ec2State, input: CreateInternetGatewayRequest) {
  const Tags = tagsFor('internet-gateway', input.TagSpecifications);
  if (ec2.internetGateways.size >= ec2.quota('internet-gateways', 5)) {
    throw new AwsError(
      'InternetGatewayLimitExceeded',
      'The maximum number of internet gateways has been reached.',
    );
  }
  const InternetGatewayId = ec2.newId('igw');
  const gateway: InternetGatewayRecord = {
    InternetGatewayId,
    Attachments: [],
    OwnerId: ec2.region.accountId,
    Tags,
  };
  ec2.internetGateways.set(InternetGatewayId, gateway);
  return { InternetGateway: gateway };
}

function attach(ec2: Ec2State, { InternetGatewayId, VpcId }: AttachInternetGatewayRequest) {
  const gateway = gatewayOf(ec2, InternetGatewayId ?? '');
  const vpc = ec2.vpc(VpcId ?? '');
  const attached = gateway.Attachments[0]?.VpcId;
  if (attached !== undefined) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `resource ${InternetGatewayId} is already attached to network ${attached}`,
    );
  }
  for (const other of ec2.internetGateways.values()) {
    if (other.Attachments.some((held) => held.VpcId === vpc.VpcId)) {
      throw new AwsError(
        'InvalidParameterValue',
        `Network ${vpc.VpcId} already has an internet gateway attached`,
      );
    }
  }
  gateway.Attachments.push({ State: 'available', VpcId: vpc.VpcId });
  return {};
}

function detach(ec2: Ec2State, { InternetGatewayId, VpcId }: AttachInternetGatewayRequest) {
  const gateway = gatewayOf(ec2, InternetGatewayId ?? '');
  ec2.vpc(VpcId ?? '');
  if (!gateway.Attachments.some((held) => held.VpcId === VpcId)) {
    throw new AwsError(
      'Gateway.NotAttached',
      `resource ${InternetGatewayId} is not attached to network ${VpcId}`,
    );
  }
  for (const networkInterface of ec2.networkInterfaces.values()) {
    if (networkInterface.VpcId === VpcId && networkInterface.Association?.PublicIp !== undefined) {
      throw dependencyViolation(
        `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    }
  }
  gateway.Attachments = gateway.Attachments.filter((held) => held.VpcId !== VpcId);
  for (const table of ec2.routeTables.values()) {
    for (const route of table.Routes) if (route.GatewayId === InternetGatewayId) route.State = 'blackhole';
  }
  return {};
}

function remove(ec2: Ec2State, id: string) {
  const gateway = gatewayOf(ec2, id);
  if (gateway.Attachments.length > 0) {
    throw dependencyViolation(`The internetGateway '${id}' has dependencies and cannot be deleted.`);
  }
  ec2.internetGateways.delete(id);
  return {};
}

function createEgressOnly(ec2: Ec2State, input: CreateEgressOnlyInternetGatewayRequest) {
  const vpc = ec2.vpc(input.VpcId ?? '');
  const Tags = tagsFor('egress-only-internet-gateway', input.TagSpecifications);
  const EgressOnlyInternetGatewayId = ec2.newId('eigw');
  const gateway: EgressOnlyRecord = {
    EgressOnlyInternetGatewayId,
    vpcId: vpc.VpcId,
    Attachments: [{ State: 'attached', VpcId: vpc.VpcId }],
    Tags,
  };
  ec2.egressOnlyGateways.set(EgressOnlyInternetGatewayId, gateway);
  return { EgressOnlyInternetGateway: shownEgressOnly(gateway), ClientToken: input.ClientToken };
}

function shownEgressOnly({ vpcId, ...gateway }: EgressOnlyRecord) {
  return gateway;
}

function removeEgressOnly(ec2: Ec2State, id: string) {
  if (!ec2.egressOnlyGateways.delete(id)) throw notFound('eigw', id);
  for (const table of ec2.routeTables.values()) {
    for (const route of table.Routes) if (route.EgressOnlyInternetGatewayId === id) route.State = 'blackhole';
  }
  return { ReturnCode: true };
}

export function internetGatewayOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateInternetGateway: {
      members: ['TagSpecifications'],
      run: (input: CreateInternetGatewayRequest) => create(ec2, input),
    },
    AttachInternetGateway: {
      members: ['InternetGatewayId', 'VpcId'],
      run: (input: AttachInternetGatewayRequest) => attach(ec2, input),
    },
    DetachInternetGateway: {
      members: ['InternetGatewayId', 'VpcId'],
      run: (input: AttachInternetGatewayRequest) => detach(ec2, input),
    },
    DeleteInternetGateway: {
      members: ['InternetGatewayId'],
      run: ({ InternetGatewayId }: { InternetGatewayId: string }) => remove(ec2, InternetGatewayId),
    },
    DescribeInternetGateways: {
      members: ['InternetGatewayIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeInternetGatewaysRequest) => {
        const { found, NextToken } = describe<InternetGatewayRecord>(ec2, 'DescribeInternetGateways', input, {
          records: ec2.internetGateways.values(),
          byId: {
            ids: input.InternetGatewayIds,
            parameter: 'internetGatewayIds',
            find: (id) => ec2.internetGateways.get(id),
            notFound: (id) => notFound('igw', id),
          },
          tags: (gateway) => gateway.Tags,
          filters: {
            'attachment.state': (gateway) => gateway.Attachments.map((held) => held.State),
            'attachment.vpc-id': (gateway) => gateway.Attachments.map((held) => held.VpcId),
            'internet-gateway-id': (gateway) => [gateway.InternetGatewayId],
            'owner-id': (gateway) => [gateway.OwnerId],
          },
        });
        return { InternetGateways: found, NextToken };
      },
    },
    CreateEgressOnlyInternetGateway: {
      members: ['VpcId', 'TagSpecifications', 'ClientToken'],
      run: (input: CreateEgressOnlyInternetGatewayRequest) => createEgressOnly(ec2, input),
    },
    DeleteEgressOnlyInternetGateway: {
      members: ['EgressOnlyInternetGatewayId'],
      run: (input: { EgressOnlyInternetGatewayId: string }) =>
        removeEgressOnly(ec2, input.EgressOnlyInternetGatewayId),
    },
    DescribeEgressOnlyInternetGateways: {
      members: ['EgressOnlyInternetGatewayIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeEgressOnlyInternetGatewaysRequest) => {
        const { found, NextToken } = describe<EgressOnlyRecord>(
          ec2,
          'DescribeEgressOnlyInternetGateways',
          input,
          {
            records: ec2.egressOnlyGateways.values(),
            byId: {
              ids: input.EgressOnlyInternetGatewayIds,
              parameter: 'egressOnlyInternetGatewayIds',
              find: (id) => ec2.egressOnlyGateways.get(id),
              notFound: (id) => notFound('eigw', id),
            },
            tags: (gateway) => gateway.Tags,
            filters: {},
          },
        );
        return { EgressOnlyInternetGateways: found.map(shownEgressOnly), NextToken };
      },
    },
  };
}
