import type { Operation, ResourceProvider } from '../../service.ts';
import type { Ec2State } from '../state.ts';
import * as gateways from './gateways.ts';
import * as networks from './networks.ts';
import { type Ec2Type, ec2Provider } from './provider.ts';
import * as routes from './routes.ts';
import * as groups from './security-groups.ts';
import * as templates from './templates.ts';

const TYPES: Readonly<Record<string, Ec2Type>> = {
  'AWS::EC2::VPC': networks.vpc,
  'AWS::EC2::VPCCidrBlock': networks.vpcCidrBlock,
  'AWS::EC2::Subnet': networks.subnet,
  'AWS::EC2::InternetGateway': gateways.internetGateway,
  'AWS::EC2::VPCGatewayAttachment': gateways.vpcGatewayAttachment,
  'AWS::EC2::EgressOnlyInternetGateway': gateways.egressOnlyInternetGateway,
  'AWS::EC2::EIP': gateways.elasticIp,
  'AWS::EC2::NatGateway': gateways.natGateway,
  'AWS::EC2::RouteTable': routes.routeTable,
  'AWS::EC2::Route': routes.route,
  'AWS::EC2::SubnetRouteTableAssociation': routes.subnetRouteTableAssociation,
  'AWS::EC2::SecurityGroup': groups.securityGroup,
  'AWS::EC2::SecurityGroupIngress': groups.securityGroupIngress,
  'AWS::EC2::SecurityGroupEgress': groups.securityGroupEgress,
  'AWS::EC2::LaunchTemplate': templates.launchTemplate,
  'AWS::EC2::VPCEndpoint': templates.vpcEndpoint,
  'AWS::EC2::PlacementGroup': templates.placementGroup,
  'AWS::EC2::KeyPair': templates.keyPair,
};

/** EC2's CloudFormation resource types. */
export function ec2ResourceTypes(
  ec2: Ec2State,
  operations: Readonly<Record<string, Operation>>,
): Record<string, ResourceProvider> {
  return Object.fromEntries(
    Object.entries(TYPES).map(([name, type]) => [name, ec2Provider(ec2, operations, name, type)]),
  );
}
