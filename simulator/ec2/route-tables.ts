import type {
  AssociateRouteTableRequest,
  CreateRouteRequest,
  CreateRouteTableRequest,
  DescribeRouteTablesRequest,
  Route,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { describe } from './describe.ts';
import { dependencyViolation, invalidValue, notFound } from './errors.ts';
import type { Ec2State, RouteTableRecord, VpcRecord } from './state.ts';
import { tagsFor } from './tags.ts';

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

const destinationOf = (route: Route | CreateRouteRequest): string | undefined =>
  route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;

/** The targets that are modelled: an internet gateway, a NAT gateway, an egress-only gateway, an interface. */
function targetOf(ec2: Ec2State, table: RouteTableRecord, input: CreateRouteRequest): Partial<Route> {
  const { GatewayId, NatGatewayId, EgressOnlyInternetGatewayId, NetworkInterfaceId } = input;
  const given = [GatewayId, NatGatewayId, EgressOnlyInternetGatewayId, NetworkInterfaceId].filter(Boolean);
  if (given.length !== 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      given.length === 0
        ? 'The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId'
        : 'The request contains more than one route target',
    );
  }
  if (GatewayId) {
    const gateway = ec2.internetGateways.get(GatewayId);
    if (!gateway)
      throw new AwsError('InvalidGatewayID.NotFound', `The gateway ID '${GatewayId}' does not exist`);
    if (!gateway.Attachments.some((held) => held.VpcId === table.VpcId)) {
      throw invalidValue(
        `route table ${table.RouteTableId} and network gateway ${GatewayId} belong to different networks`,
      );
    }
    return { GatewayId };
  }
  if (NatGatewayId) {
    const gateway = ec2.natGateways.get(NatGatewayId);
    if (!gateway || gateway.State === 'deleted') {
      throw new AwsError(
        'InvalidNatGatewayID.NotFound',
        `The natGateway ID '${NatGatewayId}' does not exist`,
      );
    }
    if (gateway.VpcId !== table.VpcId) {
      throw invalidValue(
        `route table ${table.RouteTableId} and nat gateway ${NatGatewayId} belong to different networks`,
      );
    }
    return { NatGatewayId };
  }
  if (NetworkInterfaceId) {
    ec2.networkInterface(NetworkInterfaceId);
    return { NetworkInterfaceId };
  }
  const egress = ec2.egressOnlyGateways.get(EgressOnlyInternetGatewayId ?? '');
  if (!egress) throw notFound('eigw', EgressOnlyInternetGatewayId ?? '');
  if (!input.DestinationIpv6CidrBlock) {
    throw invalidValue('An egress-only internet gateway can be the target of an IPv6 route only');
  }
  return { EgressOnlyInternetGatewayId: egress.EgressOnlyInternetGatewayId };
}

function canonical(input: CreateRouteRequest): Partial<Route> {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock } = input;
  const text = DestinationCidrBlock ?? DestinationIpv6CidrBlock;
  if (text === undefined || (DestinationCidrBlock !== undefined && DestinationIpv6CidrBlock !== undefined)) {
    throw new AwsError(
      'MissingParameter',
      'The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId',
    );
  }
  const cidr = parseCidr(text);
  if (cidr?.family !== (DestinationCidrBlock === undefined ? 6 : 4)) {
    const parameter =
      DestinationCidrBlock === undefined ? 'destinationIpv6CidrBlock' : 'destinationCidrBlock';
    throw invalidValue(
      `Value (${text}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
    );
  }
  return cidr.family === 4
    ? { DestinationCidrBlock: formatCidr(cidr) }
    : { DestinationIpv6CidrBlock: formatCidr(cidr) };
}

function createRoute(ec2: Ec2State, input: CreateRouteRequest, isReplacement: boolean) {
  const table = ec2.routeTable(input.RouteTableId ?? '');
  const destination = canonical(input);
  const target = targetOf(ec2, table, input);
  const index = table.Routes.findIndex(
    (route) => destinationOf(route) === destinationOf(destination as Route),
  );
  if (index >= 0 && !isReplacement) {
    if (table.Routes[index]?.GatewayId === 'local') {
      throw invalidValue(
        `The destination CIDR block ${destinationOf(destination as Route)} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
      );
    }
    throw new AwsError(
      'RouteAlreadyExists',
      `The route identified by ${destinationOf(destination as Route)} already exists.`,
    );
  }
  if (index < 0 && isReplacement) {
    throw invalidValue(
      `There is no route defined for '${destinationOf(destination as Route)}' in the route table. Use CreateRoute instead.`,
    );
  }
  if (index < 0 && table.Routes.length >= ec2.quota('routes-per-table', 500)) {
    throw new AwsError('RouteLimitExceeded', 'The maximum number of routes has been reached.');
  }
  const route: Route = { ...destination, ...target, State: 'active', Origin: 'CreateRoute' };
  if (index >= 0) table.Routes[index] = route;
  else table.Routes.push(route);
  return isReplacement ? {} : { Return: true };
}

function deleteRoute(ec2: Ec2State, input: CreateRouteRequest) {
  const table = ec2.routeTable(input.RouteTableId ?? '');
  const destination = destinationOf(input);
  const route = table.Routes.find((held) => destinationOf(held) === destination);
  if (!route) {
    throw new AwsError(
      'InvalidRoute.NotFound',
      `no route with destination-cidr-block ${destination} in route table ${table.RouteTableId}`,
    );
  }
  if (route.GatewayId === 'local') {
    throw invalidValue(`cannot remove local route ${destination} in route table ${table.RouteTableId}`);
  }
  table.Routes = table.Routes.filter((held) => held !== route);
  return {};
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

const ROUTE_MEMBERS = [
  'RouteTableId',
  'DestinationCidrBlock',
  'DestinationIpv6CidrBlock',
  'GatewayId',
  'NatGatewayId',
  'EgressOnlyInternetGatewayId',
  'NetworkInterfaceId',
];

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
