import { isDeepStrictEqual } from 'node:util';
import type { Properties } from '../../service.ts';
import { type Ec2Type, specifications } from './provider.ts';

export const routeTable: Ec2Type = {
  modelled: ['VpcId', 'Tags'],
  replaced: ['VpcId'],
  create: async (properties, { act, pause }) => {
    const { RouteTable } = await act<{ RouteTable: { RouteTableId: string } }>('CreateRouteTable', {
      VpcId: properties.VpcId,
      TagSpecifications: specifications('route-table', properties.Tags),
    });
    await pause('ec2/small-resource');
    return { physicalId: RouteTable.RouteTableId, attributes: { RouteTableId: RouteTable.RouteTableId } };
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeleteRouteTable', { RouteTableId: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
  describe: (id) => ({ physicalId: id, attributes: { RouteTableId: id } }),
};

const DESTINATIONS = ['RouteTableId', 'DestinationCidrBlock', 'DestinationIpv6CidrBlock'];
const ROUTE = [
  ...DESTINATIONS,
  'GatewayId',
  'NatGatewayId',
  'EgressOnlyInternetGatewayId',
  'NetworkInterfaceId',
];

const pick = (properties: Properties, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, properties[name]]));

const destinationOf = (properties: Properties): string =>
  String(properties.DestinationCidrBlock ?? properties.DestinationIpv6CidrBlock);

const routeAnswer = (properties: Properties) => ({
  physicalId: `${properties.RouteTableId}|${destinationOf(properties)}`,
  attributes: { CidrBlock: destinationOf(properties) },
});

export const route: Ec2Type = {
  modelled: ROUTE,
  replaced: DESTINATIONS,
  create: async (properties, { act, pause }) => {
    await act('CreateRoute', pick(properties, ROUTE));
    await pause('ec2/small-resource');
    return routeAnswer(properties);
  },
  update: async (_id, properties, previous, { act, pause }) => {
    // A route has no tags: a stack whose tags alone have changed leaves it as it is.
    if (isDeepStrictEqual(properties, previous)) return routeAnswer(properties);
    await act('ReplaceRoute', pick(properties, ROUTE));
    await pause('ec2/small-resource');
    return routeAnswer(properties);
  },
  delete: async (_id, properties, { act, pause }) => {
    await act('DeleteRoute', pick(properties, DESTINATIONS));
    await pause('cloudformation/resource');
  },
};

export const subnetRouteTableAssociation: Ec2Type = {
  modelled: ['SubnetId', 'RouteTableId'],
  replaced: ['SubnetId', 'RouteTableId'],
  create: async (properties, { act, pause }) => {
    const { AssociationId } = await act<{ AssociationId: string }>(
      'AssociateRouteTable',
      pick(properties, ['SubnetId', 'RouteTableId']),
    );
    await pause('ec2/small-resource');
    return { physicalId: AssociationId, attributes: { Id: AssociationId } };
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DisassociateRouteTable', { AssociationId: id });
    await pause('cloudformation/resource');
  },
};
