import { describe, expect, it } from '@jest/globals';
import { contentsOf, find, launchTemplateOf, needsOf } from './contents.fixtures.ts';

const groups = (group: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  contentsOf({ nodeGroups: [{ name: 'own', ...group }], ...more });
const stackOf = (group: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  find(groups(group, more), 'stack', 'stack/nodegroup-own').stack;
const resourcesOf = (group: Record<string, unknown>) => stackOf(group).template.Resources;
const propertiesOf = (group: Record<string, unknown>) => resourcesOf(group).NodeGroup?.Properties ?? {};
const getAtt = (...path: readonly string[]) => ({ 'Fn::GetAtt': path });
const asTags = (tags: readonly string[][]) =>
  tags.map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: true }));

const OWN_TAGS = [
  ['alpha.eksctl.io/nodegroup-name', 'own'],
  ['eks-fleet.dev/cluster', 'shop'],
  ['kubernetes.io/cluster/shop', 'owned'],
];

describe('the stack of a self-managed node group', () => {
  it('has all that the group needs', () => {
    const { template, capabilities } = stackOf({});
    expect(capabilities).toEqual(['CAPABILITY_IAM']);
    expect(template.Description).toBe('Self-managed node group own, made by eks-fleet');
    expect(template.Outputs).toMatchObject({ AutoScalingGroupName: { Value: { Ref: 'NodeGroup' } } });
    const { LaunchTemplate, ...resources } = template.Resources;
    expect(LaunchTemplate?.Type).toBe('AWS::EC2::LaunchTemplate');
    const tcp = { IpProtocol: 'tcp', SourceSecurityGroupId: '<SecurityGroup>' };
    expect(resources).toEqual({
      IngressInterClusterCP: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          Description: 'Allow control plane to receive API requests from worker nodes in group own',
          GroupId: '<SecurityGroup>',
          SourceSecurityGroupId: getAtt('SG', 'GroupId'),
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
        },
      },
      SG: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: 'Communication between the control plane and worker nodes in group own',
          VpcId: '<VPC>',
          SecurityGroupIngress: [
            { ...tcp, FromPort: 1025, ToPort: 65535 },
            { ...tcp, FromPort: 443, ToPort: 443 },
          ],
          Tags: [{ Key: 'kubernetes.io/cluster/shop', Value: 'owned' }],
        },
      },
      NodeInstanceProfile: {
        Type: 'AWS::IAM::InstanceProfile',
        Properties: { Path: '/eks-fleet/', Roles: ['shop-us-west-2-nodegroup-own'] },
      },
      NodeGroup: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          VPCZoneIdentifier: ['A', 'B', 'C'].map((zone) => `<SubnetPublicUSWEST2${zone}>`),
          MinSize: '2',
          MaxSize: '2',
          DesiredCapacity: '2',
          LaunchTemplate: {
            LaunchTemplateId: { Ref: 'LaunchTemplate' },
            Version: getAtt('LaunchTemplate', 'LatestVersionNumber'),
          },
          Tags: asTags(OWN_TAGS),
        },
        UpdatePolicy: { AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true } },
      },
    });
  });

  it.each([
    ['the shared one and its own', {}, ['<SharedNodeSecurityGroup>', getAtt('SG', 'GroupId')]],
    ['no shared one', { withShared: false }, [getAtt('SG', 'GroupId')]],
    ['none of its own', { withLocal: false }, ['<SharedNodeSecurityGroup>']],
    [
      'those that are named, first',
      { attachIDs: ['sg-9'] },
      ['sg-9', '<SharedNodeSecurityGroup>', getAtt('SG', 'GroupId')],
    ],
  ])('is in these security groups: %s', (_, securityGroups, ids) => {
    const contents = groups({ securityGroups });
    expect(launchTemplateOf(contents, 'own').SecurityGroupIds).toEqual(ids);
    const { Resources } = find(contents, 'stack', 'stack/nodegroup-own').stack.template;
    const isLocal = ids.some((id) => typeof id === 'object');
    expect('SG' in Resources).toBe(isLocal);
    expect('IngressInterClusterCP' in Resources).toBe(isLocal);
  });

  it.each([
    [
      'a profile of the role that is named',
      { instanceRoleARN: 'arn:aws:iam::111122223333:role/team/nodes' },
      'nodes',
    ],
    ['a profile of ours', {}, 'shop-us-west-2-nodegroup-own'],
  ])('has %s', (_, iam, role) => {
    const contents = groups({ iam });
    expect(launchTemplateOf(contents, 'own').IamInstanceProfile).toEqual({
      Arn: getAtt('NodeInstanceProfile', 'Arn'),
    });
    const { Resources } = find(contents, 'stack', 'stack/nodegroup-own').stack.template;
    expect(Resources.NodeInstanceProfile?.Properties?.Roles).toEqual([role]);
  });

  it('has the instance profile that is named', () => {
    const iam = {
      instanceProfileARN: 'arn:aws:iam::111122223333:instance-profile/nodes',
      instanceRoleARN: 'arn:aws:iam::111122223333:role/nodes',
    };
    const contents = groups({ iam });
    expect(launchTemplateOf(contents, 'own').IamInstanceProfile).toEqual({ Arn: iam.instanceProfileARN });
    expect(find(contents, 'stack', 'stack/nodegroup-own').stack.template.Resources).not.toHaveProperty(
      'NodeInstanceProfile',
    );
  });

  it.each([
    [{}, 'm5.large'],
    [{ instanceType: 'c5.large' }, 'c5.large'],
    [{ instancesDistribution: { instanceTypes: ['t3.small', 't3.medium'] } }, 't3.small'],
    [
      { instanceType: 'mixed', instancesDistribution: { instanceTypes: ['t3.small', 't3.medium'] } },
      't3.small',
    ],
  ])('starts from this type, by %j: %s', (group, type) => {
    expect(launchTemplateOf(groups(group), 'own').InstanceType).toBe(type);
  });

  it('says of the machine what is only said of one’s own', () => {
    const said = launchTemplateOf(
      groups({ instanceType: 't3.large', cpuCredits: 'unlimited', enclaveEnabled: false }),
      'own',
    );
    expect(said).toMatchObject({
      CreditSpecification: { CpuCredits: 'unlimited' },
      EnclaveOptions: { Enabled: false },
    });
    const silent = launchTemplateOf(groups({}), 'own');
    expect(silent).not.toHaveProperty('CreditSpecification');
    expect(silent).not.toHaveProperty('EnclaveOptions');
  });
});

describe('the Auto Scaling group of a self-managed node group', () => {
  it('is tagged for Cluster Autoscaler where the document wants that', () => {
    const group = {
      iam: { withAddonPolicies: { autoScaler: true } },
      propagateASGTags: true,
      labels: { tier: 'web' },
      taints: [
        { key: 'dedicated', value: 'x', effect: 'NoSchedule' },
        { key: 'spare', effect: 'NoExecute' },
      ],
      tags: { team: 'shop' },
    };
    const template = 'k8s.io/cluster-autoscaler/node-template';
    const tags = [
      ...OWN_TAGS,
      ['k8s.io/cluster-autoscaler/enabled', 'true'],
      ['k8s.io/cluster-autoscaler/shop', 'owned'],
      [`${template}/label/alpha.eksctl.io/cluster-name`, 'shop'],
      [`${template}/label/alpha.eksctl.io/nodegroup-name`, 'own'],
      [`${template}/label/tier`, 'web'],
      [`${template}/taint/dedicated`, 'x:NoSchedule'],
      [`${template}/taint/spare`, ':NoExecute'],
      ['team', 'shop'],
    ].sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
    const found = propertiesOf(group).Tags as readonly { readonly Key: string }[];
    expect([...found].sort((one, other) => (one.Key < other.Key ? -1 : 1))).toEqual(asTags(tags));
    const { taints, ...bare } = group;
    expect(JSON.stringify(propertiesOf(bare).Tags)).not.toContain(`${template}/taint`);
  });

  it('measures, suspends and is put behind what the document says', () => {
    const group = {
      asgMetricsCollection: [
        { granularity: '1Minute', metrics: ['GroupMinSize'] },
        { granularity: '1Minute' },
      ],
      asgSuspendProcesses: ['AZRebalance'],
      classicLoadBalancerNames: ['old'],
      targetGroupARNs: ['arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/t/1'],
      maxInstanceLifetime: 604800,
    };
    expect(propertiesOf(group)).toMatchObject({
      MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupMinSize'] }, { Granularity: '1Minute' }],
      LoadBalancerNames: ['old'],
      TargetGroupARNs: group.targetGroupARNs,
      MaxInstanceLifetime: 604800,
    });
    expect(resourcesOf(group).NodeGroup?.UpdatePolicy).toEqual({
      AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true },
      AutoScalingRollingUpdate: { SuspendProcesses: ['AZRebalance'] },
    });
  });

  it.each([
    [
      { onDemandBaseCapacity: 3, capacityRebalance: true },
      {
        OnDemandBaseCapacity: 3,
        OnDemandPercentageAboveBaseCapacity: 100,
        SpotAllocationStrategy: 'lowest-price',
        SpotInstancePools: 2,
      },
    ],
    [
      { spotAllocationStrategy: 'capacity-optimized' },
      {
        OnDemandBaseCapacity: 0,
        OnDemandPercentageAboveBaseCapacity: 100,
        SpotAllocationStrategy: 'capacity-optimized',
      },
    ],
    [
      { spotInstancePools: 4 },
      {
        OnDemandBaseCapacity: 0,
        OnDemandPercentageAboveBaseCapacity: 100,
        SpotAllocationStrategy: 'lowest-price',
        SpotInstancePools: 4,
      },
    ],
  ])('buys as the document mixes: %j', (mix, InstancesDistribution) => {
    const properties = propertiesOf({
      instancesDistribution: { instanceTypes: ['t3.small', 't3.medium'], ...mix },
    });
    expect(properties.MixedInstancesPolicy).toEqual({
      InstancesDistribution,
      LaunchTemplate: {
        LaunchTemplateSpecification: {
          LaunchTemplateId: { Ref: 'LaunchTemplate' },
          Version: getAtt('LaunchTemplate', 'LatestVersionNumber'),
        },
        Overrides: [{ InstanceType: 't3.small' }, { InstanceType: 't3.medium' }],
      },
    });
    expect(properties).not.toHaveProperty('LaunchTemplate');
    expect(properties.CapacityRebalance).toBe('capacityRebalance' in mix ? true : undefined);
  });
});

describe('a self-managed node group waits', () => {
  const entry = 'accessEntry/arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-nodegroup-own';
  const rules = { keys: ['stack/shared-node-rules'], until: 'started' };

  it('until its role may join, and until the rules among nodes are on their way', () => {
    const needs = needsOf(groups({}), 'stack/nodegroup-own');
    expect(needs.slice(0, 2)).toEqual([{ keys: [entry], until: 'ready' }, rules]);
  });

  it('for no rules where the document looks after the shared group itself', () => {
    const vpc = { sharedNodeSecurityGroup: 'sg-7', manageSharedNodeSecurityGroupRules: false };
    expect(needsOf(groups({}, { vpc }), 'stack/nodegroup-own')).not.toContainEqual(rules);
  });
});
