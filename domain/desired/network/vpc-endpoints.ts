import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { Account } from '../account.ts';
import { logicalId, zoneSuffix } from '../names.ts';
import { getAtt, type Resources, ref, type Value } from '../template.ts';
import type { SubnetFact } from './facts.ts';
import type { PlannedSubnet } from './subnets.ts';

/**
 * Services that nodes without a way out must reach: images, credentials, their own instance and cluster, Pod
 * Identity.
 */
const interfaceServices = ['ec2', 'ecr.api', 'ecr.dkr', 'sts', 'eks', 'eks-auth'];

/** EC2 takes one subnet a zone for an interface endpoint (API error codes, `DuplicateSubnetsInSameZone`). */
function oneAZone(subnets: readonly SubnetFact[]): string[] {
  const inner = subnets.filter((subnet) => !subnet.public);
  const first = new Map([...inner].reverse().map((subnet) => [subnet.availabilityZone, subnet]));
  return inner
    .filter((subnet) => first.get(subnet.availabilityZone) === subnet)
    .map(({ subnetId }) => subnetId);
}

/** The endpoints of a fully private cluster: interface endpoints, and a gateway for S3, where image layers are. */
export function vpcEndpointResources(
  config: ClusterConfig,
  account: Account,
  cidrs: readonly string[],
  subnets: readonly PlannedSubnet[],
  given?: { readonly vpc: Value; readonly subnets: readonly SubnetFact[] },
): Resources {
  const vpc = given?.vpc ?? ref('VPC');
  const subnetIds: Value[] = given ? oneAZone(given.subnets) : subnets.map(({ logicalId: id }) => ref(id));
  const services = [...interfaceServices, ...(config.privateCluster?.additionalEndpointServices ?? [])];
  const serviceName = (service: string) => `com.amazonaws.${account.region}.${service}`;
  const endpoint = (service: string) => ({
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: vpc,
      ServiceName: serviceName(service),
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      SubnetIds: subnetIds,
      SecurityGroupIds: [getAtt('VPCEndpointSecurityGroup', 'GroupId')],
    },
  });
  const gateway = {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: vpc,
      ServiceName: serviceName('s3'),
      VpcEndpointType: 'Gateway',
      RouteTableIds: subnets.map(({ zone }) => ref(`PrivateRouteTable${zoneSuffix(zone)}`)),
    },
  };
  return {
    VPCEndpointSecurityGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'Nodes to the VPC endpoints of their cluster',
        VpcId: vpc,
        SecurityGroupIngress: cidrs.map((CidrIp) => ({
          CidrIp,
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
        })),
      },
    },
    ...Object.fromEntries(
      services.map((service) => [logicalId('VPCEndpoint', service.toUpperCase()), endpoint(service)]),
    ),
    // Route tables of a given VPC are not known, so that its S3 traffic needs a gateway that is there already.
    ...(given ? {} : { VPCEndpointS3: gateway }),
  };
}
