import type { ClusterConfig } from '../../cluster-config/config.ts';
import { type Account, dnsSuffix } from '../../desired/account.ts';
import { allow, type PolicyDocument, policy } from '../../desired/roles/policy-document.ts';
import type { Value } from '../../desired/template.ts';

/** Before 0.32 there were provisioners in the place of node pools, and settings under `aws`. */
export function hasProvisioners(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major === 0 && minor < 32;
}

interface Uses {
  readonly nodeRoleArn: string;
  readonly queueName: string | undefined;
}

interface Scope extends Uses {
  readonly cluster: string;
  readonly account: Account;
  /** ARNs of EC2 in the cluster's region and account, or of anybody's. */
  readonly ec2: (...types: readonly string[]) => string[];
  readonly anybodys: (...types: readonly string[]) => string[];
}

const launched = [
  'fleet',
  'instance',
  'volume',
  'network-interface',
  'launch-template',
  'spot-instances-request',
];

/**
 * Statements about instances and the resources that come with them, each marked as of the cluster and of one of its
 * node pools.
 */
function nodePools({ cluster, ec2, anybodys }: Scope): Value[] {
  const owned = `kubernetes.io/cluster/${cluster}`;
  const request = {
    StringEquals: { [`aws:RequestTag/${owned}`]: 'owned' },
    StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
  };
  const resource = {
    StringEquals: { [`aws:ResourceTag/${owned}`]: 'owned' },
    StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
  };
  const used = ['security-group', 'subnet', 'capacity-reservation', 'placement-group'];
  return [
    allow(['ec2:RunInstances', 'ec2:CreateFleet'], [...anybodys('image', 'snapshot'), ...ec2(...used)]),
    allow(['ec2:RunInstances', 'ec2:CreateFleet'], ec2('launch-template'), resource),
    allow(['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'], ec2(...launched), request),
    allow(['ec2:CreateTags'], ec2(...launched), {
      ...request,
      StringEquals: {
        ...request.StringEquals,
        'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'],
      },
    }),
    allow(['ec2:CreateTags'], ec2('instance'), {
      ...resource,
      'ForAllValues:StringEquals': {
        'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
      },
    }),
    allow(
      ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      ec2('instance', 'launch-template'),
      resource,
    ),
  ];
}

/** Profiles that Karpenter makes itself, for node classes that name a role. */
function instanceProfiles({ cluster, account }: Scope): Value[] {
  const { partition, accountId, region } = account;
  const profiles = `arn:${partition}:iam::${accountId}:instance-profile/*`;
  const marks = (kind: 'RequestTag' | 'ResourceTag') => ({
    equal: {
      [`aws:${kind}/kubernetes.io/cluster/${cluster}`]: 'owned',
      [`aws:${kind}/topology.kubernetes.io/region`]: region,
    },
    like: { [`aws:${kind}/karpenter.k8s.aws/ec2nodeclass`]: '*' },
  });
  const [request, resource] = [marks('RequestTag'), marks('ResourceTag')];
  return [
    allow(['iam:CreateInstanceProfile'], profiles, { StringEquals: request.equal, StringLike: request.like }),
    allow(['iam:TagInstanceProfile'], profiles, {
      StringEquals: { ...resource.equal, ...request.equal },
      StringLike: { ...resource.like, ...request.like },
    }),
    allow(
      ['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile'],
      profiles,
      { StringEquals: resource.equal, StringLike: resource.like },
    ),
    allow(['iam:GetInstanceProfile'], profiles),
    allow(['iam:ListInstanceProfiles']),
  ];
}

/**
 * Statements as in the user guide of those versions: an instance that is ended has to be a provisioner's, and one
 * that begins is bounded by its kind.
 */
function provisioners({ ec2, anybodys }: Scope): Value[] {
  const used = ['security-group', 'subnet'];
  return [
    allow(
      ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'],
      [...anybodys('image', 'snapshot'), ...ec2(...used, ...launched)],
    ),
    allow(['ec2:CreateTags'], ec2(...launched), {
      StringEquals: { 'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'] },
    }),
    allow(['ec2:TerminateInstances'], ec2('instance'), {
      StringLike: { 'aws:ResourceTag/karpenter.sh/provisioner-name': '*' },
    }),
    allow(['ec2:DeleteLaunchTemplate'], ec2('launch-template')),
  ];
}

function reading({ cluster, account: { partition, region, accountId } }: Scope): Value[] {
  const described = [
    'AvailabilityZones',
    'CapacityReservations',
    'Images',
    'InstanceStatus',
    'InstanceTypeOfferings',
    'InstanceTypes',
    'Instances',
    'LaunchTemplates',
    'PlacementGroups',
    'SecurityGroups',
    'SpotPriceHistory',
    'Subnets',
  ];
  return [
    allow(
      described.map((what) => `ec2:Describe${what}`),
      '*',
      { StringEquals: { 'aws:RequestedRegion': region } },
    ),
    allow(['ssm:GetParameter'], `arn:${partition}:ssm:${region}::parameter/aws/service/*`),
    allow(['pricing:GetProducts']),
    allow(['eks:DescribeCluster'], `arn:${partition}:eks:${region}:${accountId}:cluster/${cluster}`),
  ];
}

function interruptions({ queueName, account: { partition, region, accountId } }: Scope): Value[] {
  if (queueName === undefined) return [];
  const actions = ['DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'];
  return [
    allow(
      actions.map((action) => `sqs:${action}`),
      `arn:${partition}:sqs:${region}:${accountId}:${queueName}`,
    ),
  ];
}

/**
 * The policy of Karpenter's controller: the permissions that karpenter.sh documents ("Reference", "CloudFormation"),
 * bounded to this cluster, its region and the role of its nodes.
 */
export function karpenterControllerPolicy(
  config: ClusterConfig,
  account: Account,
  uses: Uses,
): PolicyDocument {
  const { partition, region, accountId } = account;
  const arns = (owner: string, types: readonly string[]) =>
    types.map((type) => `arn:${partition}:ec2:${region}:${owner}:${type}/*`);
  const scope: Scope = {
    ...uses,
    cluster: config.metadata.name,
    account,
    ec2: (...types) => arns(accountId, types),
    anybodys: (...types) => arns('', types),
  };
  const old = hasProvisioners(config.karpenter?.version ?? '');
  return policy(
    ...(old ? provisioners(scope) : [...nodePools(scope), ...instanceProfiles(scope)]),
    ...reading(scope),
    ...interruptions(scope),
    allow(['iam:PassRole'], uses.nodeRoleArn, {
      StringEquals: { 'iam:PassedToService': `ec2.${dnsSuffix(account)}` },
    }),
  );
}
