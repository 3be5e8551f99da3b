import type { CreateRouteRequest, Route } from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { formatCidr, parseCidr } from '../cidr.ts';
import { invalidValue, notFound } from '../errors.ts';
import type { Ec2State, RouteTableRecord } from '../state.ts';

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

export function createRoute(ec2: Ec2State, input: CreateRouteRequest, isReplacement: boolean) {
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

export function deleteRoute(ec2: Ec2State, input: CreateRouteRequest) {
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

export const ROUTE_MEMBERS = [
  'RouteTableId',
  'DestinationCidrBlock',
  'DestinationIpv6CidrBlock',
  'GatewayId',
  'NatGatewayId',
  'EgressOnlyInternetGatewayId',
  'NetworkInterfaceId',
];
