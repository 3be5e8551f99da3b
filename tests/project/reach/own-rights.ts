import type { Ask } from './asks.ts';
import { ACCOUNT, REGION } from './resolve.ts';

const arn = (service: string, resource: string, region = REGION) =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
const each = (service: string, actions: readonly string[], ...resources: readonly string[]): readonly Ask[] =>
  resources.flatMap((resource) => actions.map((action) => ({ action: `${service}:${action}`, resource })));

export const STAGES = ['prod', 'dev'];
const ofStages = (name: (stage: string) => string): readonly string[] => STAGES.map(name);
const BUCKET = 'eks-fleet-prod-serverlessdeploymentbucket-1abc';

/** A write of an item of Guard's. */
const guarded = (key: string): Ask => ({
  action: 'dynamodb:PutItem',
  resource: arn('dynamodb', 'table/eks-fleet-prod-guard-us-east-1-us-east-2-us-west-2'),
  context: { 'dynamodb:LeadingKeys': [key] },
});

/**
 * Rights over resources of the fleet or the account. A principal has the right if one of its questions is answered
 * yes.
 */
export const RIGHTS: Readonly<Record<string, readonly Ask[]>> = {
  "the fleet's records": each(
    'dynamodb',
    [
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'BatchWriteItem',
      'PartiQLInsert',
      'PartiQLUpdate',
      'PartiQLDelete',
      'DeleteTable',
      'UpdateTable',
      'UpdateTimeToLive',
      'PutResourcePolicy',
      'CreateTableReplica',
      'RestoreTableFromBackup',
    ],
    ...ofStages((stage) => arn('dynamodb', `table/eks-fleet-${stage}`)),
    ...ofStages((stage) => arn('dynamodb', `table/eks-fleet-${stage}-leases`)),
  ),
  'votes on failovers': [guarded('observer#us-west-2')],
  'owners of failover plans': [guarded('plan#shop')],
  'words of failover plans': [
    { action: 's3:PutObject', resource: `arn:aws:s3:::eks-fleet-prod-words-${ACCOUNT}-us-west-2/plans/shop` },
  ],
  'records of names': ['A', 'NS'].map((type) => ({
    action: 'route53:ChangeResourceRecordSets',
    resource: 'arn:aws:route53:::hostedzone/Z1',
    context: {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['shop.example.com'],
      'route53:ChangeResourceRecordSetsRecordTypes': [type],
      'route53:ChangeResourceRecordSetsActions': ['CREATE'],
    },
  })),
  "the fleet's workflows": each(
    'states',
    ['StartExecution', 'StopExecution', 'RedriveExecution', 'DeleteStateMachine', 'UpdateStateMachine'],
    ...ofStages((stage) => arn('states', `stateMachine:eks-fleet-${stage}-create-cluster`)),
    ...ofStages((stage) => arn('states', `execution:eks-fleet-${stage}-create-cluster:1`)),
  ),
  "the fleet's code": [
    ...each('s3', ['PutObject', 'DeleteObject'], `arn:aws:s3:::${BUCKET}/serverless/code.zip`),
    ...each('s3', ['PutBucketPolicy'], `arn:aws:s3:::${BUCKET}`),
    ...each('s3', ['CreateAccessPoint'], arn('s3', 'accesspoint/x')),
    ...each(
      'lambda',
      ['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'AddPermission', 'DeleteFunction'],
      ...ofStages((stage) => arn('lambda', `function:eks-fleet-${stage}-access-ensure-access`)),
    ),
    ...each(
      'cloudformation',
      ['UpdateStack', 'DeleteStack', 'CreateChangeSet', 'ExecuteChangeSet', 'SetStackPolicy'],
      ...ofStages((stage) => arn('cloudformation', `stack/eks-fleet-${stage}/1`)),
      ...ofStages((stage) => arn('cloudformation', `stack/eks-fleet-global-${stage}/1`)),
    ),
  ],
  "the fleet's functions": each(
    'lambda',
    ['InvokeFunction'],
    ...ofStages((stage) => arn('lambda', `function:eks-fleet-${stage}-access-ensure-access`)),
  ),
  "the fleet's watch": [
    ...each(
      'events',
      ['RemovePermission', 'PutPermission', 'DeleteEventBus', 'CreateArchive'],
      ...ofStages((stage) => arn('events', `event-bus/eks-fleet-${stage}`)),
    ),
    ...each(
      'events',
      ['PutRule', 'DeleteRule', 'DisableRule', 'PutTargets', 'RemoveTargets'],
      ...ofStages((stage) => arn('events', `rule/eks-fleet-${stage}/eks-fleet-${stage}-x`)),
      ...ofStages((stage) => arn('events', `rule/eks-fleet-${stage}-hourly-to-reap-operations`)),
    ),
    ...each(
      'cloudwatch',
      ['DeleteAlarms', 'DisableAlarmActions'],
      arn('cloudwatch', 'alarm:eks-fleet-prod-rejects'),
    ),
    ...each(
      'logs',
      ['DeleteLogGroup', 'PutRetentionPolicy', 'PutSubscriptionFilter'],
      arn('logs', 'log-group:/aws/lambda/eks-fleet-prod-create-plan-cluster'),
      arn('logs', 'log-group:/aws/vendedlogs/states/eks-fleet-prod'),
    ),
    ...each(
      'sqs',
      ['PurgeQueue', 'DeleteQueue', 'ReceiveMessage', 'DeleteMessage', 'SetQueueAttributes'],
      ...ofStages((stage) => arn('sqs', `eks-fleet-${stage}-rejects`)),
      ...ofStages((stage) => arn('sqs', `eks-fleet-${stage}-dead-letters`)),
    ),
    ...each('sns', ['DeleteTopic', 'SetTopicAttributes', 'Subscribe'], arn('sns', 'eks-fleet-prod-alarms')),
  ],
  "messages to the fleet's queues and topics": [
    ...each(
      'sqs',
      ['SendMessage'],
      arn('sqs', 'eks-fleet-prod-rejects'),
      arn('sqs', 'eks-fleet-prod-dead-letters'),
    ),
    ...each('sns', ['Publish'], arn('sns', 'eks-fleet-prod-alarms')),
  ],
  "the fleet's schedules": each(
    'scheduler',
    ['CreateSchedule', 'DeleteSchedule', 'UpdateSchedule', 'DeleteScheduleGroup'],
    arn('scheduler', 'schedule/eks-fleet-prod-x/x'),
    arn('scheduler', 'schedule/eks-fleet-prod_until/x'),
    arn('scheduler', 'schedule-group/eks-fleet-prod-x'),
  ),
  "the fleet's policies": each(
    'iam',
    ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy', 'DeletePolicyVersion'],
    ...ofStages((stage) => arn('iam', `policy/eks-fleet/eks-fleet-${stage}-cluster-boundary`, '')),
  ),
  'the account': [
    ...each('iam', ['CreateUser', 'AttachUserPolicy', 'CreateAccessKey'], arn('iam', 'user/x', '')),
    ...each('iam', ['CreatePolicyVersion'], arn('iam', 'policy/own-bucket', '')),
    ...each('iam', ['AttachRolePolicy', 'UpdateAssumeRolePolicy'], arn('iam', 'role/own-pods', '')),
    ...each('organizations', ['LeaveOrganization'], '*'),
  ],
  'identity providers of clusters': each(
    'eks',
    ['AssociateIdentityProviderConfig'],
    arn('eks', 'cluster/shop'),
  ),
  'stacks of clusters': ['CreateStack', 'UpdateStack', 'DeleteStack'].map((name) => ({
    action: `cloudformation:${name}`,
    resource: arn('cloudformation', 'stack/eks-fleet-shop-prod-network/1'),
    context: {
      'cloudformation:RoleArn': `arn:aws:iam::${ACCOUNT}:role/eks-fleet/eks-fleet-prod-stacks`,
      'aws:RequestTag/eks-fleet.dev/cluster': 'shop',
      'aws:ResourceTag/eks-fleet.dev/cluster': 'shop',
    },
  })),
  'parts of clusters': [
    ...each(
      'eks',
      ['CreateAddon', 'CreateFargateProfile', 'CreateCapability', 'CreatePodIdentityAssociation'],
      arn('eks', 'cluster/shop'),
    ),
    ...each('eks', ['DeleteAddon', 'UpdateAddon'], arn('eks', 'addon/shop/coredns/1')),
    ...each('eks', ['DeleteFargateProfile'], arn('eks', 'fargateprofile/shop/a/1')),
    ...each('eks', ['DeleteCapability'], arn('eks', 'capability/shop/ACK/a/1')),
    ...each('logs', ['PutRetentionPolicy'], arn('logs', 'log-group:/aws/eks/shop/cluster')),
    ...each('ecr', ['UpdatePullThroughCacheRule'], '*'),
  ],
  clusters: each(
    'eks',
    ['CreateCluster', 'DeleteCluster', 'UpdateClusterConfig', 'UpdateClusterVersion'],
    arn('eks', 'cluster/shop'),
  ),
  nodes: [
    ...each('eks', ['CreateNodegroup'], arn('eks', 'cluster/shop')),
    ...each(
      'eks',
      ['DeleteNodegroup', 'UpdateNodegroupConfig', 'UpdateNodegroupVersion'],
      arn('eks', 'nodegroup/shop/web/1'),
    ),
    ...each('ec2', ['TerminateInstances'], arn('ec2', 'instance/i-2')).map((asked) => ({
      ...asked,
      context: { 'aws:ResourceTag/karpenter.sh/nodepool': 'default' },
    })),
    ...each(
      'autoscaling',
      ['UpdateAutoScalingGroup', 'DeleteAutoScalingGroup'],
      arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/eks-fleet-x'),
    ),
  ],
  "hooks of the user's": [
    ...each('states', ['StartExecution'], arn('states', 'stateMachine:eks-hook-x')),
    ...each('lambda', ['InvokeFunction'], arn('lambda', 'function:eks-hook-x')),
  ],
  instances: each('ec2', ['TerminateInstances'], arn('ec2', 'instance/i-1')),
  networks: each(
    'ec2',
    ['DeleteVpc', 'DeleteSecurityGroup', 'AuthorizeSecurityGroupIngress', 'DeleteNetworkInterface'],
    ...['vpc/vpc-1', 'security-group/sg-1', 'network-interface/eni-1'].map((resource) =>
      arn('ec2', resource),
    ),
  ),
  'load balancers': each(
    'elasticloadbalancing',
    ['DeleteLoadBalancer', 'DeleteTargetGroup'],
    arn('elasticloadbalancing', 'loadbalancer/app/x/1'),
    arn('elasticloadbalancing', 'targetgroup/x/1'),
  ),
  "the account's data": [
    ...each('s3', ['GetObject'], 'arn:aws:s3:::company/x'),
    ...each('secretsmanager', ['GetSecretValue'], arn('secretsmanager', 'secret:x')),
  ],
};
