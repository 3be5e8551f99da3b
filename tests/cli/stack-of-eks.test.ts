import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { DescribeNodegroupCommand, EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDev, startDev } from './running-dev.ts';

let dev: RunningDev;
beforeAll(async () => {
  dev = await startDev('--empty', '--regions', 'us-east-1', '--speed', '3600');
}, 30_000);
afterAll(() => dev.stop('SIGKILL'));

const using = () => ({
  endpoint: dev.url,
  region: 'us-east-1',
  credentials: {
    accessKeyId: dev.environment.AWS_ACCESS_KEY_ID as string,
    secretAccessKey: dev.environment.AWS_SECRET_ACCESS_KEY as string,
  },
});

const roleOf = (service: string, policies: readonly string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: service }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
      ],
    },
    ManagedPolicyArns: policies.map((name) => `arn:aws:iam::aws:policy/${name}`),
  },
});

/** A public subnet of the VPC and its association with the route table. */
const subnetOf = (letter: string, index: number) => ({
  [`Subnet${letter}`]: {
    Type: 'AWS::EC2::Subnet',
    Properties: {
      VpcId: { Ref: 'Vpc' },
      CidrBlock: `10.0.${index * 32}.0/19`,
      AvailabilityZone: `us-east-1${letter.toLowerCase()}`,
      MapPublicIpOnLaunch: true,
    },
  },
  [`Association${letter}`]: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { RouteTableId: { Ref: 'Routes' }, SubnetId: { Ref: `Subnet${letter}` } },
  },
});
const SUBNETS = [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }];

const NETWORK = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } },
  Gateway: { Type: 'AWS::EC2::InternetGateway' },
  Attachment: {
    Type: 'AWS::EC2::VPCGatewayAttachment',
    Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Gateway' } },
  },
  Routes: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  Route: {
    Type: 'AWS::EC2::Route',
    DependsOn: 'Attachment',
    Properties: {
      RouteTableId: { Ref: 'Routes' },
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: { Ref: 'Gateway' },
    },
  },
  ...subnetOf('A', 0),
  ...subnetOf('B', 1),
};

const TEMPLATE = {
  Resources: {
    ...NETWORK,
    ServiceRole: roleOf('eks.amazonaws.com', ['AmazonEKSClusterPolicy']),
    NodeRole: roleOf('ec2.amazonaws.com', [
      'AmazonEKSWorkerNodePolicy',
      'AmazonEKS_CNI_Policy',
      'AmazonEC2ContainerRegistryReadOnly',
    ]),
    ControlPlane: {
      Type: 'AWS::EKS::Cluster',
      DependsOn: 'Route',
      Properties: {
        Name: 'shop',
        RoleArn: { 'Fn::GetAtt': ['ServiceRole', 'Arn'] },
        AccessConfig: { AuthenticationMode: 'API' },
        ResourcesVpcConfig: { SubnetIds: SUBNETS },
      },
    },
    Group: {
      Type: 'AWS::EKS::Nodegroup',
      DependsOn: ['AssociationA', 'AssociationB'],
      Properties: {
        ClusterName: { Ref: 'ControlPlane' },
        NodegroupName: 'web',
        NodeRole: { 'Fn::GetAtt': ['NodeRole', 'Arn'] },
        Subnets: SUBNETS,
        ScalingConfig: { MinSize: 1, DesiredSize: 2, MaxSize: 3 },
      },
    },
    CoreDns: {
      Type: 'AWS::EKS::Addon',
      DependsOn: 'Group',
      Properties: { ClusterName: { Ref: 'ControlPlane' }, AddonName: 'coredns' },
    },
  },
  Outputs: {
    Endpoint: { Value: { 'Fn::GetAtt': ['ControlPlane', 'Endpoint'] } },
    Group: { Value: { Ref: 'Group' } },
  },
};

/** The stack once nothing is in progress any more; undefined where it is gone. */
async function settled(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  for (;;) {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    if (!Stacks?.[0]?.StackStatus?.endsWith('_IN_PROGRESS')) return Stacks?.[0];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe('a stack with a cluster on eks-fleet dev', () => {
  it('makes a network, roles, a cluster, its nodes and an add-on, and takes all of them away', async () => {
    const client = new CloudFormationClient(using());
    const eks = new EKSClient(using());
    const { StackId = '' } = await client.send(
      new CreateStackCommand({
        StackName: 'shop',
        TemplateBody: JSON.stringify(TEMPLATE),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    const made = await settled(client, StackId);
    expect(made?.StackStatus).toBe('CREATE_COMPLETE');
    const outputs = Object.fromEntries(
      (made?.Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue]),
    );
    expect(outputs.Group).toBe('shop/web');
    expect(outputs.Endpoint).toMatch(/^https:/);
    const { nodegroup } = await eks.send(
      new DescribeNodegroupCommand({ clusterName: 'shop', nodegroupName: 'web' }),
    );
    expect(nodegroup?.status).toBe('ACTIVE');
    await client.send(new DeleteStackCommand({ StackName: StackId }));
    expect((await settled(client, StackId))?.StackStatus).toBe('DELETE_COMPLETE');
    expect((await eks.send(new ListClustersCommand({}))).clusters).toEqual([]);
  }, 90_000);
});
