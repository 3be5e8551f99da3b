import type { ClusterConfig } from '../../cluster-config/config.ts';
import { zoneSuffix } from '../names.ts';
import { type Resources, ref } from '../template.ts';
import type { PlannedSubnet } from './subnets.ts';

/** The way from a generated VPC to hybrid nodes: an attachment of the given gateway, and routes to their networks. */
export function remoteGatewayResources(config: ClusterConfig, subnets: readonly PlannedSubnet[]): Resources {
  const {
    vpcGatewayID: gateway,
    remoteNodeNetworks = [],
    remotePodNetworks = [],
  } = config.remoteNetworkConfig ?? {};
  if (!gateway) return {};
  const inner = subnets.filter((subnet) => !subnet.public && !subnet.localZone);
  const tables = inner.map(({ zone }) => `PrivateRouteTable${zoneSuffix(zone)}`);
  const publicTable = subnets.some((subnet) => subnet.public) ? ['PublicRouteTable'] : [];
  if (gateway.startsWith('vgw-')) return virtualPrivateGateway(gateway, [...publicTable, ...tables]);
  const cidrs = [...remoteNodeNetworks, ...remotePodNetworks].flatMap((network) => network.cidrs);
  const routes = [...publicTable, ...tables].flatMap((table) =>
    cidrs.map((cidr, index) => [
      `RemoteRoute${table}${index}`,
      {
        Type: 'AWS::EC2::Route',
        DependsOn: 'TransitGatewayAttachment',
        Properties: { RouteTableId: ref(table), DestinationCidrBlock: cidr, TransitGatewayId: gateway },
      },
    ]),
  );
  return {
    TransitGatewayAttachment: {
      Type: 'AWS::EC2::TransitGatewayAttachment',
      Properties: {
        TransitGatewayId: gateway,
        VpcId: ref('VPC'),
        SubnetIds: inner.map(({ logicalId }) => ref(logicalId)),
      },
    },
    ...Object.fromEntries(routes),
  };
}

function virtualPrivateGateway(gateway: string, tables: readonly string[]): Resources {
  return {
    VPNGatewayAttachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: ref('VPC'), VpnGatewayId: gateway },
    },
    VPNGatewayRoutePropagation: {
      Type: 'AWS::EC2::VPNGatewayRoutePropagation',
      DependsOn: 'VPNGatewayAttachment',
      Properties: { VpnGatewayId: gateway, RouteTableIds: tables.map((table) => ref(table)) },
    },
  };
}
