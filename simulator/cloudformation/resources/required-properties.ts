import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../service.ts';

/** Properties that the public schemas of the resource types that we provide require, on their top level. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'AWS::AutoScaling::AutoScalingGroup': ['MinSize', 'MaxSize'],
  'AWS::CloudWatch::Dashboard': ['DashboardBody'],
  'AWS::DynamoDB::GlobalTable': ['Replicas'],
  'AWS::DynamoDB::Table': ['KeySchema'],
  'AWS::EC2::EgressOnlyInternetGateway': ['VpcId'],
  'AWS::EC2::KeyPair': ['KeyName'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData'],
  'AWS::EC2::Route': ['RouteTableId'],
  'AWS::EC2::RouteTable': ['VpcId'],
  'AWS::EC2::SecurityGroup': ['GroupDescription'],
  'AWS::EC2::SecurityGroupEgress': ['IpProtocol', 'GroupId'],
  'AWS::EC2::SecurityGroupIngress': ['IpProtocol'],
  'AWS::EC2::Subnet': ['VpcId'],
  'AWS::EC2::SubnetRouteTableAssociation': ['RouteTableId', 'SubnetId'],
  'AWS::EC2::VPCCidrBlock': ['VpcId'],
  'AWS::EC2::VPCEndpoint': ['VpcId'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId'],
  'AWS::EKS::AccessEntry': ['PrincipalArn', 'ClusterName'],
  'AWS::EKS::Addon': ['ClusterName', 'AddonName'],
  'AWS::EKS::Cluster': ['ResourcesVpcConfig', 'RoleArn'],
  'AWS::EKS::FargateProfile': ['ClusterName', 'PodExecutionRoleArn', 'Selectors'],
  'AWS::EKS::Nodegroup': ['ClusterName', 'NodeRole', 'Subnets'],
  'AWS::EKS::PodIdentityAssociation': ['ClusterName', 'Namespace', 'RoleArn', 'ServiceAccount'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::Events::EventBusPolicy': ['StatementId'],
  'AWS::IAM::InstanceProfile': ['Roles'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument'],
  'AWS::IAM::Policy': ['PolicyDocument', 'PolicyName'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::IAM::RolePolicy': ['PolicyName', 'RoleName'],
  'AWS::KMS::Alias': ['AliasName', 'TargetKeyId'],
  'AWS::Lambda::Function': ['Code', 'Role'],
  'AWS::Lambda::Permission': ['FunctionName', 'Action', 'Principal'],
  'AWS::Logs::ResourcePolicy': ['PolicyName', 'PolicyDocument'],
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::SNS::Subscription': ['TopicArn', 'Protocol'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument', 'Topics'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument', 'Queues'],
  'AWS::SSM::Parameter': ['Value', 'Type'],
  'AWS::Scheduler::Schedule': ['FlexibleTimeWindow', 'ScheduleExpression', 'Target'],
  'AWS::StepFunctions::StateMachine': ['RoleArn'],
};

const BEGINNING = 'Properties validation failed for resource ';

/** CloudFormation holds a resource's properties against its schema before the handler sees them. */
export function assertRequiredProperties(type: string, logicalId: string, properties: Properties): void {
  const missing = (REQUIRED[type] ?? []).filter((name) => properties[name] === undefined);
  if (missing.length === 0) return;
  const found = missing.map((name) => `#: required key [${name}] not found`).join('\n');
  throw new AwsError('InvalidRequest', `${BEGINNING}${logicalId} with message:\n${found}`);
}

export const isOfSchema = (message: string): boolean => message.startsWith(BEGINNING);
