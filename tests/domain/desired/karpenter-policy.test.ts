import { describe, expect, it } from '@jest/globals';
import { desiredContents } from '../../../domain/contents/kinds.ts';
import { hasProvisioners } from '../../../domain/contents/stack/karpenter-policy.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from './fixtures.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

function stackOf(karpenter: Record<string, unknown> = {}) {
  const config = configOf({ iam: { withOIDC: true }, karpenter: { version: '1.8.1', ...karpenter } });
  const contents = desiredContents(config, plannedFacts(config, account, '2026-11-24'));
  const found = contents.find(({ key }) => key === 'stack/karpenter');
  if (found?.kind !== 'stack') throw new Error('there is no stack for Karpenter');
  return found.stack;
}

/** All that the controller may do, each with the resources and the conditions. */
function grantsOf(karpenter: Record<string, unknown> = {}) {
  const { Properties } = stackOf(karpenter).template.Resources.RoleKarpenter ?? {};
  const policies = Properties?.Policies as unknown as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

const allow = (actions: string, resources: string | readonly string[], Condition?: object) => ({
  Effect: 'Allow',
  Action: actions.split(' '),
  Resource: resources,
  ...(Condition ? { Condition } : {}),
});
const ec2 = (types: string, owner = '111122223333') =>
  types.split(' ').map((type) => `arn:aws:ec2:us-west-2:${owner}:${type}/*`);

const LAUNCHED = ec2('fleet instance volume network-interface launch-template spot-instances-request');
const CREATES = ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'];
const owned = (tag: string) => ({
  StringEquals: { [`aws:${tag}/kubernetes.io/cluster/shop`]: 'owned' },
  StringLike: { [`aws:${tag}/karpenter.sh/nodepool`]: '*' },
});
const PROFILES = 'arn:aws:iam::111122223333:instance-profile/*';
const marks = (tag: string) => ({
  StringEquals: {
    [`aws:${tag}/kubernetes.io/cluster/shop`]: 'owned',
    [`aws:${tag}/topology.kubernetes.io/region`]: 'us-west-2',
  },
  StringLike: { [`aws:${tag}/karpenter.k8s.aws/ec2nodeclass`]: '*' },
});
const [asked, there] = [marks('RequestTag'), marks('ResourceTag')];

const READS = [
  allow(
    [
      ...['AvailabilityZones', 'CapacityReservations', 'Images', 'InstanceStatus', 'InstanceTypeOfferings'],
      ...['InstanceTypes', 'Instances', 'LaunchTemplates', 'PlacementGroups', 'SecurityGroups'],
      ...['SpotPriceHistory', 'Subnets'],
    ]
      .map((what) => `ec2:Describe${what}`)
      .join(' '),
    '*',
    { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
  ),
  allow('ssm:GetParameter', 'arn:aws:ssm:us-west-2::parameter/aws/service/*'),
  allow('pricing:GetProducts', '*'),
  allow('eks:DescribeCluster', 'arn:aws:eks:us-west-2:111122223333:cluster/shop'),
];
const QUEUE = allow(
  'sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage',
  'arn:aws:sqs:us-west-2:111122223333:eks-fleet-shop-karpenter',
);
const PASSES = allow(
  'iam:PassRole',
  'arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-karpenter-node',
  { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
);

// karpenter.sh, "Reference", "CloudFormation", bounded to one cluster.
describe('the controller of Karpenter may', () => {
  it('begin and end instances of its cluster’s node pools, and keep their profiles', () => {
    expect(grantsOf({ withSpotInterruptionQueue: true })).toEqual([
      allow('ec2:RunInstances ec2:CreateFleet', [
        ...ec2('image snapshot', ''),
        ...ec2('security-group subnet capacity-reservation placement-group'),
      ]),
      allow('ec2:RunInstances ec2:CreateFleet', ec2('launch-template'), owned('ResourceTag')),
      allow('ec2:RunInstances ec2:CreateFleet ec2:CreateLaunchTemplate', LAUNCHED, owned('RequestTag')),
      allow('ec2:CreateTags', LAUNCHED, {
        ...owned('RequestTag'),
        StringEquals: { ...owned('RequestTag').StringEquals, 'ec2:CreateAction': CREATES },
      }),
      allow('ec2:CreateTags', ec2('instance'), {
        ...owned('ResourceTag'),
        'ForAllValues:StringEquals': {
          'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'],
        },
      }),
      allow(
        'ec2:TerminateInstances ec2:DeleteLaunchTemplate',
        ec2('instance launch-template'),
        owned('ResourceTag'),
      ),
      allow('iam:CreateInstanceProfile', PROFILES, asked),
      allow('iam:TagInstanceProfile', PROFILES, {
        StringEquals: { ...there.StringEquals, ...asked.StringEquals },
        StringLike: { ...there.StringLike, ...asked.StringLike },
      }),
      allow(
        'iam:AddRoleToInstanceProfile iam:RemoveRoleFromInstanceProfile iam:DeleteInstanceProfile',
        PROFILES,
        there,
      ),
      allow('iam:GetInstanceProfile', PROFILES),
      allow('iam:ListInstanceProfiles', '*'),
      ...READS,
      QUEUE,
      PASSES,
    ]);
  });

  it('do so by provisioners before 0.32', () => {
    expect(grantsOf({ version: 'v0.31.4' })).toEqual([
      allow('ec2:RunInstances ec2:CreateFleet ec2:CreateLaunchTemplate', [
        ...ec2('image snapshot', ''),
        ...ec2('security-group subnet'),
        ...LAUNCHED,
      ]),
      allow('ec2:CreateTags', LAUNCHED, { StringEquals: { 'ec2:CreateAction': CREATES } }),
      allow('ec2:TerminateInstances', ec2('instance'), {
        StringLike: { 'aws:ResourceTag/karpenter.sh/provisioner-name': '*' },
      }),
      allow('ec2:DeleteLaunchTemplate', ec2('launch-template')),
      ...READS,
      PASSES,
    ]);
  });

  it.each([
    ['0.31.4', true],
    ['v0.31.4', true],
    ['0.32.0', false],
    ['1.8.1', false],
    ['v1.8.1', false],
    ['1', false],
    ['0', true],
  ])('know provisioners at %s: %s', (version, isOld) => {
    expect(hasProvisioners(version)).toBe(isOld);
  });
});

describe('the stack of Karpenter', () => {
  it('has roles for nodes and controller, and the profile of the nodes', () => {
    const { template, capabilities } = stackOf();
    expect(capabilities).toEqual(['CAPABILITY_NAMED_IAM']);
    expect(template.Description).toBe('What Karpenter needs for shop, made by eks-fleet');
    expect(template.Outputs.NodeInstanceProfileArn).toEqual({
      Value: { 'Fn::GetAtt': ['KarpenterNodeInstanceProfile', 'Arn'] },
    });
    const { RoleKarpenterNode, RoleKarpenter, ...others } = template.Resources;
    expect(others).toEqual({
      KarpenterNodeInstanceProfile: {
        Type: 'AWS::IAM::InstanceProfile',
        Properties: {
          InstanceProfileName: 'shop-us-west-2-karpenter-node',
          Path: '/eks-fleet/',
          Roles: [{ Ref: 'RoleKarpenterNode' }],
        },
      },
    });
    expect(RoleKarpenter?.Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(RoleKarpenter?.Properties?.Policies).toMatchObject([{ PolicyName: 'karpenter' }]);
    expect(RoleKarpenterNode?.Properties).toMatchObject({
      RoleName: 'shop-us-west-2-karpenter-node',
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: ['ec2.amazonaws.com'] } }] },
      ManagedPolicyArns: [
        'AmazonEKSWorkerNodePolicy',
        'AmazonEC2ContainerRegistryPullOnly',
        'AmazonSSMManagedInstanceCore',
      ].map((name) => `arn:aws:iam::aws:policy/${name}`),
    });
  });

  it('has a queue that its rules alone send to, about instances that will not last', () => {
    const { Resources } = stackOf({ withSpotInterruptionQueue: true }).template;
    const Arn = { 'Fn::GetAtt': ['KarpenterInterruptionQueue', 'Arn'] };
    expect(Resources.KarpenterInterruptionQueue).toEqual({
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'eks-fleet-shop-karpenter',
        MessageRetentionPeriod: 300,
        SqsManagedSseEnabled: true,
      },
    });
    const ruleArns = 'arn:aws:events:us-west-2:111122223333:rule/eks-fleet-shop-karpenter-*';
    expect(Resources.KarpenterInterruptionQueuePolicy).toEqual({
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'KarpenterInterruptionQueue' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: ['events.amazonaws.com'] },
              Action: ['sqs:SendMessage'],
              Resource: Arn,
              Condition: { ArnLike: { 'aws:SourceArn': ruleArns } },
            },
          ],
        },
      },
    });
    const rules = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Events::Rule');
    expect(rules.map(({ Properties }) => Properties)).toEqual(
      [
        ['health', 'aws.health', 'AWS Health Event'],
        ['spot', 'aws.ec2', 'EC2 Spot Instance Interruption Warning'],
        ['rebalance', 'aws.ec2', 'EC2 Instance Rebalance Recommendation'],
        ['state', 'aws.ec2', 'EC2 Instance State-change Notification'],
      ].map(([suffix, source, detailType]) => ({
        Name: `eks-fleet-shop-karpenter-${suffix}`,
        EventPattern: { source: [source], 'detail-type': [detailType] },
        Targets: [{ Id: 'KarpenterInterruptionQueueTarget', Arn }],
      })),
    );
  });
});

describe('the rules among nodes', () => {
  const contentsOf = (more: Record<string, unknown>) => {
    const config = configOf({ nodeGroups: [{ name: 'own' }], ...more });
    return desiredContents(config, plannedFacts(config, account, '2026-11-24'));
  };

  it('let everything pass both ways between EKS’s group and the shared one', () => {
    const found = contentsOf({}).find(({ key }) => key === 'stack/shared-node-rules');
    if (found?.kind !== 'stack') throw new Error('there are no rules');
    expect(found.needs).toEqual([]);
    expect(found.stack.stackName).toBe('eks-fleet-shop-shared-node-rules');
    expect(found.stack.template).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'Traffic between nodes and control plane of shop, made by eks-fleet',
      Resources: {
        IngressDefaultClusterToNodeSG: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: {
            Description: 'Allow managed and unmanaged nodes to communicate (all ports)',
            GroupId: '<SharedNodeSecurityGroup>',
            SourceSecurityGroupId: '<clusterSecurityGroup>',
            IpProtocol: '-1',
          },
        },
        IngressNodeToDefaultClusterSG: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: {
            Description: 'Allow unmanaged nodes to communicate with control plane (all ports)',
            GroupId: '<clusterSecurityGroup>',
            SourceSecurityGroupId: '<SharedNodeSecurityGroup>',
            IpProtocol: '-1',
          },
        },
      },
      Outputs: {},
    });
  });

  it.each([
    ['nobody shares a group', { nodeGroups: [] }],
    [
      'the document makes them itself',
      { vpc: { sharedNodeSecurityGroup: 'sg-7', manageSharedNodeSecurityGroupRules: false } },
    ],
  ])('are not made where %s', (_, more) => {
    expect(contentsOf(more).map(({ key }) => key)).not.toContain('stack/shared-node-rules');
  });
});
