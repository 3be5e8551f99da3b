import type {
  AssociateRouteTableRequest,
  CreateRouteRequest,
  CreateRouteTableRequest,
  DescribeRouteTablesRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { dependencyViolation, invalidValue, notFound } from '../errors.ts';
import type { Ec2State, RouteTableRecord, VpcRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';
import { createRoute, deleteRoute, ROUTE_MEMBERS } from './routes.ts';

/** Creates a route table with its local routes. */
export function addRouteTable(
  ec2: Ec2State,
  given: { readonly vpc: VpcRecord; readonly isMain: boolean; readonly tags: RouteTableRecord['Tags'] },
): RouteTableRecord {
  const RouteTableId = ec2.newId('rtb');
  const local = { GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' } as const;
  const table: RouteTableRecord = {
    RouteTableId,
    VpcId: given.vpc.VpcId,
    OwnerId: ec2.region.accountId,
    PropagatingVgws: [],
    Routes: [
      ...(given.vpc.CidrBlockAssociationSet ?? []).map((held) => ({
        DestinationCidrBlock: held.CidrBlock,
        ...local,
      })),
      ...(given.vpc.Ipv6CidrBlockAssociationSet ?? []).map((held) => ({
        DestinationIpv6CidrBlock: held.Ipv6CidrBlock,
        ...local,
      })),
    ],
    Associations: given.isMain
      ? [
          {
            Main: true,
            RouteTableAssociationId: ec2.newId('rtbassoc'),
            RouteTableId,
            AssociationState: { State: 'associated' },
          },
        ]
      : [],
    Tags: given.tags,
  };
  ec2.routeTables.set(RouteTableId, table);
  return table;
}

function associate(ec2: Ec2State, { RouteTableId, SubnetId }: AssociateRouteTableRequest) {
  const table = ec2.routeTable(RouteTableId ?? '');
  const subnet = ec2.subnet(SubnetId ?? '');
  if (subnet.VpcId !== table.VpcId) {
    throw invalidValue(
      `route table ${table.RouteTableId} and subnet ${subnet.SubnetId} belong to different networks`,
    );
  }
  for (const other of ec2.routeTables.values()) {
    const held = other.Associations.find((association) => association.SubnetId === SubnetId);
    if (held && other === table) return { AssociationId: held.RouteTableAssociationId };
    if (held) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${table.RouteTableId} conflicts with an existing association`,
      );
    }
  }
  const AssociationId = ec2.newId('rtbassoc');
  table.Associations.push({
    Main: false,
    RouteTableAssociationId: AssociationId,
    RouteTableId: table.RouteTableId,
    SubnetId: subnet.SubnetId,
    AssociationState: { State: 'associated' },
  });
  return { AssociationId, AssociationState: { State: 'associated' } };
}

function disassociate(ec2: Ec2State, id: string) {
  for (const table of ec2.routeTables.values()) {
    const held = table.Associations.find((association) => association.RouteTableAssociationId === id);
    if (!held) continue;
    if (held.Main) {
      throw invalidValue(`cannot disassociate the main route table association ${id}`);
    }
    table.Associations = table.Associations.filter((association) => association !== held);
    return {};
  }
  throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
}

function deleteRouteTable(ec2: Ec2State, id: string) {
  const table = ec2.routeTable(id);
  if (table.Associations.length > 0) {
    throw dependencyViolation(`The routeTable '${id}' has dependencies and cannot be deleted.`);
  }
  ec2.routeTables.delete(id);
  return {};
}

function describeRouteTables(ec2: Ec2State, input: DescribeRouteTablesRequest) {
  const { found, NextToken } = describe<RouteTableRecord>(ec2, 'DescribeRouteTables', input, {
    records: ec2.routeTables.values(),
    byId: {
      ids: input.RouteTableIds,
      parameter: 'routeTableIds',
      find: (id) => ec2.routeTables.get(id),
      notFound: (id) => notFound('rtb', id),
    },
    tags: (table) => table.Tags,
    filters: {
      'association.main': (table) => table.Associations.map((held) => String(held.Main)),
      'association.route-table-association-id': (table) =>
        table.Associations.map((held) => held.RouteTableAssociationId),
      'association.route-table-id': (table) => table.Associations.map((held) => held.RouteTableId),
      'association.subnet-id': (table) => table.Associations.map((held) => held.SubnetId),
      'owner-id': (table) => [table.OwnerId],
      'route-table-id': (table) => [table.RouteTableId],
      'route.destination-cidr-block': (table) => table.Routes.map((route) => route.DestinationCidrBlock),
      'route.destination-ipv6-cidr-block': (table) =>
        table.Routes.map((route) => route.DestinationIpv6CidrBlock),
      'route.gateway-id': (table) => table.Routes.map((route) => route.GatewayId),
      'route.nat-gateway-id': (table) => table.Routes.map((route) => route.NatGatewayId),
      'route.egress-only-internet-gateway-id': (table) =>
        table.Routes.map((route) => route.EgressOnlyInternetGatewayId),
      'route.state': (table) => table.Routes.map((route) => route.State),
      'vpc-id': (table) => [table.VpcId],
    },
    unmodelledFilters: [
      'association.gateway-id',
      'route.destination-prefix-list-id',
      'route.instance-id',
      'route.origin',
      'route.transit-gateway-id',
      'route.vpc-peering-connection-id',
    ],
  });
  return { RouteTables: found, NextToken };
}

export function routeTableOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateRouteTable: {
      members: ['VpcId', 'TagSpecifications', 'ClientToken'],
      run: (input: CreateRouteTableRequest) => {
        const vpc = ec2.vpc(input.VpcId ?? '');
        const tags = tagsFor('route-table', input.TagSpecifications);
        const held = [...ec2.routeTables.values()].filter((table) => table.VpcId === vpc.VpcId).length;
        if (held >= ec2.quota('route-tables-per-vpc', 200)) {
          throw new AwsError(
            'RouteTableLimitExceeded',
            'The maximum number of route tables has been reached.',
          );
        }
        return { RouteTable: addRouteTable(ec2, { vpc, isMain: false, tags }) };
      },
    },
    DeleteRouteTable: {
      members: ['RouteTableId'],
      run: ({ RouteTableId }: { RouteTableId: string }) => deleteRouteTable(ec2, RouteTableId),
    },
    CreateRoute: {
      members: ROUTE_MEMBERS,
      run: (input: CreateRouteRequest) => createRoute(ec2, input, false),
    },
    ReplaceRoute: {
      members: ROUTE_MEMBERS,
      run: (input: CreateRouteRequest) => createRoute(ec2, input, true),
    },
    DeleteRoute: {
      members: ROUTE_MEMBERS.slice(0, 3),
      run: (input: CreateRouteRequest) => deleteRoute(ec2, input),
    },
    AssociateRouteTable: {
      members: ['RouteTableId', 'SubnetId'],
      run: (input: AssociateRouteTableRequest) => associate(ec2, input),
    },
    DisassociateRouteTable: {
      members: ['AssociationId'],
      run: ({ AssociationId }: { AssociationId: string }) => disassociate(ec2, AssociationId),
    },
    DescribeRouteTables: {
      members: ['RouteTableIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeRouteTablesRequest) => describeRouteTables(ec2, input),
    },
  };
}
