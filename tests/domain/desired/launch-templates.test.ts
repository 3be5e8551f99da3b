import { describe, expect, it } from '@jest/globals';
import type { AnyNodeGroup } from '../../../domain/cluster-config/config.ts';
import { fargateSubnetIds, nodeSubnetIds } from '../../../domain/contents/node-group/subnets.ts';
import { contentsOf, find, launchTemplateOf } from './contents.fixtures.ts';

const managed = (group: Record<string, unknown>) =>
  contentsOf({ managedNodeGroups: [{ name: 'web', ...group }] });
const dataOf = (group: Record<string, unknown>) => launchTemplateOf(managed(group), 'web');

describe('the launch template of a group', () => {
  it('has nothing that nobody asked for', () => {
    const contents = managed({ tags: { team: 'shop' } });
    const { stack } = find(contents, 'stack', 'stack/nodegroup-web');
    const Tags = [
      { Key: 'Name', Value: 'shop-web-Node' },
      { Key: 'eks-fleet.dev/cluster', Value: 'shop' },
      { Key: 'team', Value: 'shop' },
    ];
    expect(stack.stackName).toBe('eks-fleet-shop-nodegroup-web');
    expect(stack.template).toMatchObject({
      Description: 'Launch template of node group web, made by eks-fleet',
      Outputs: {
        LaunchTemplateId: { Value: { Ref: 'LaunchTemplate' } },
        LaunchTemplateVersion: { Value: { 'Fn::GetAtt': ['LaunchTemplate', 'LatestVersionNumber'] } },
      },
    });
    expect(stack.template.Resources).toEqual({
      LaunchTemplate: {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: {
          LaunchTemplateName: 'eks-fleet-shop-web',
          LaunchTemplateData: {
            MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
            BlockDeviceMappings: [
              {
                DeviceName: '/dev/xvda',
                Ebs: { VolumeSize: 80, VolumeType: 'gp3', Iops: 3000, Throughput: 125 },
              },
            ],
            TagSpecifications: [
              { ResourceType: 'instance', Tags },
              { ResourceType: 'volume', Tags },
              { ResourceType: 'network-interface', Tags },
            ],
          },
        },
      },
    });
  });

  it.each([
    ['version 1 of the metadata service', { disableIMDSv1: false }, 'optional', 2],
    ['version 2 alone', { disableIMDSv1: true }, 'required', 2],
    ['it, but not to pods', { disablePodIMDS: true }, 'required', 1],
  ])('lets nodes ask for %s', (_, group, HttpTokens, HttpPutResponseHopLimit) => {
    expect(dataOf(group).MetadataOptions).toEqual({ HttpTokens, HttpPutResponseHopLimit });
  });

  it.each([
    [{ ebsOptimized: false }, { EbsOptimized: false }],
    [{ enableDetailedMonitoring: true }, { Monitoring: { Enabled: true } }],
    [{ enableDetailedMonitoring: false }, { Monitoring: { Enabled: false } }],
    [{ placement: { groupName: 'near' } }, { Placement: { GroupName: 'near' } }],
    [
      { capacityReservation: { capacityReservationPreference: 'none' } },
      { CapacityReservationSpecification: { CapacityReservationPreference: 'none' } },
    ],
    [
      { capacityReservation: { capacityReservationTarget: { capacityReservationID: 'cr-1' } } },
      {
        CapacityReservationSpecification: { CapacityReservationTarget: { CapacityReservationId: 'cr-1' } },
      },
    ],
  ])('says of %j what EC2 is asked for', (group, data) => {
    expect(dataOf(group)).toMatchObject(data);
  });

  it('has the type of a capacity block, which EKS is asked for as such, and of no other', () => {
    const group = {
      instanceType: 'p5.48xlarge',
      instanceMarketOptions: { marketType: 'capacity-block' },
      capacityReservation: { capacityReservationTarget: { capacityReservationID: 'cr-1' } },
    };
    expect(dataOf(group)).toMatchObject({
      InstanceType: 'p5.48xlarge',
      InstanceMarketOptions: { MarketType: 'capacity-block' },
    });
    const { request } = find(managed(group), 'nodeGroup', 'nodeGroup/web');
    expect(request.capacityType).toBe('CAPACITY_BLOCK');
    expect(request).not.toHaveProperty('instanceTypes');
  });

  it.each([
    [{}, 'shop-web-Node'],
    [{ instancePrefix: 'eu' }, 'eu-shop-web-Node'],
    [{ instanceName: 'node' }, 'node'],
    [{ instanceName: 'node', instancePrefix: 'eu' }, 'eu-node'],
  ])('names the instances of %j %s', (group, Value) => {
    expect(dataOf(group).TagSpecifications).toContainEqual({
      ResourceType: 'instance',
      Tags: expect.arrayContaining([{ Key: 'Name', Value }]),
    });
  });

  it('makes a key pair by its own name, and an SSH group in the VPC', () => {
    const { Resources } = find(
      managed({ ssh: { publicKey: ' ssh-rsa A\n' } }),
      'stack',
      'stack/nodegroup-web',
    ).stack.template;
    expect(Resources.KeyPair).toEqual({
      Type: 'AWS::EC2::KeyPair',
      Properties: { KeyName: 'eks-fleet-shop-web', PublicKeyMaterial: 'ssh-rsa A' },
    });
    expect(Resources.SSH).toMatchObject({
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'Allow SSH access', VpcId: '<VPC>' },
    });
  });

  it('asks for the image where EKS has none', () => {
    expect(dataOf({ amiFamily: 'Ubuntu2404' }).ImageId).toMatch(/^\{\{resolve:ssm:.*ubuntu/);
    expect(dataOf({ amiFamily: 'AmazonLinux2023', ami: 'ami-0123456789abcdef0' }).ImageId).toBe(
      'ami-0123456789abcdef0',
    );
  });
});

describe('Session Manager', () => {
  const AGENT = 'systemctl enable amazon-ssm-agent\nsystemctl start amazon-ssm-agent';
  const textOf = (group: Record<string, unknown>) =>
    (dataOf(group).UserData as { 'Fn::Base64': string } | undefined)?.['Fn::Base64'];

  it.each([
    ['AmazonLinux2023', { amiFamily: 'AmazonLinux2023' }],
    ['Ubuntu2404', { amiFamily: 'Ubuntu2404' }],
  ])('has its agent started on %s, before other commands', (_, group) => {
    const more = { ssh: { enableSsm: true }, preBootstrapCommands: ['one'] };
    expect(textOf({ ...group, ...more })).toContain(`${AGENT}\none`);
    expect(textOf({ ...group, ssh: { enableSsm: true } })).toContain(AGENT);
  });

  it.each([
    ['where nobody asks for it', {}],
    ['on Bottlerocket', { ssh: { enableSsm: true }, amiFamily: 'Bottlerocket' }],
  ])('is left as it is %s', (_, group) => {
    expect(textOf(group)).toBeUndefined();
  });
});

describe('a managed node group', () => {
  const requestOf = (group: Record<string, unknown>, facts: Record<string, unknown> = {}) =>
    find(contentsOf({ managedNodeGroups: [{ name: 'web', ...group }] }, facts), 'nodeGroup', 'nodeGroup/web');

  it('is asked for with all that its document says of it', () => {
    const group = {
      instanceTypes: ['m5.large', 'm6i.large'],
      spot: true,
      minSize: 1,
      maxSize: 5,
      desiredCapacity: 3,
      labels: { tier: 'web' },
      taints: [
        { key: 'a', value: 'x', effect: 'NoSchedule' },
        { key: 'b', effect: 'NoExecute' },
        { key: 'c', effect: 'PreferNoSchedule' },
      ],
      tags: { team: 'shop' },
      updateConfig: { maxUnavailable: 2 },
      nodeRepairConfig: { enabled: true },
      releaseVersion: '1.35.0-20261101',
      privateNetworking: true,
      iam: { instanceRoleARN: 'arn:aws:iam::111122223333:role/nodes' },
    };
    const wanted = requestOf(group, { isAsleep: true });
    expect(wanted.keepsSizes).toBe(true);
    expect(wanted.request).toEqual({
      clusterName: 'shop',
      nodegroupName: 'web',
      nodeRole: 'arn:aws:iam::111122223333:role/nodes',
      subnets: ['A', 'B', 'C'].map((zone) => `<SubnetPrivateUSWEST2${zone}>`),
      scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 3 },
      labels: {
        'alpha.eksctl.io/cluster-name': 'shop',
        'alpha.eksctl.io/nodegroup-name': 'web',
        tier: 'web',
      },
      launchTemplate: { name: 'eks-fleet-shop-web' },
      tags: { 'eks-fleet.dev/cluster': 'shop', team: 'shop' },
      amiType: 'AL2023_x86_64_STANDARD',
      capacityType: 'SPOT',
      instanceTypes: ['m5.large', 'm6i.large'],
      taints: [
        { key: 'a', value: 'x', effect: 'NO_SCHEDULE' },
        { key: 'b', effect: 'NO_EXECUTE' },
        { key: 'c', effect: 'PREFER_NO_SCHEDULE' },
      ],
      updateConfig: { maxUnavailable: 2 },
      nodeRepairConfig: { enabled: true },
      releaseVersion: '1.35.0-20261101',
    });
  });

  it('keeps no size while its cluster is awake, and waits for its launch template', () => {
    const wanted = requestOf({});
    expect(wanted).not.toHaveProperty('keepsSizes');
    expect(wanted.request.instanceTypes).toEqual(['m5.large']);
    expect(wanted.needs[0]).toEqual({ keys: ['stack/nodegroup-web'], until: 'ready' });
  });

  it('has no stack beside a launch template of the user’s own, and the types that stand with it', () => {
    const launchTemplate = { id: 'lt-1', version: '3' };
    const contents = managed({ launchTemplate });
    expect(contents.map(({ key }) => key)).not.toContain('stack/nodegroup-web');
    const { request, needs } = find(contents, 'nodeGroup', 'nodeGroup/web');
    expect(request).not.toHaveProperty('instanceTypes');
    expect(needs).toEqual(requestOf({}).needs.slice(1));
    const types = { launchTemplate, instanceTypes: ['m5.large'] };
    expect(requestOf(types).request.instanceTypes).toEqual(['m5.large']);
  });

  it('is attached to the groups that are named, and to no other where none is', () => {
    expect(dataOf({ securityGroups: { attachIDs: [] } })).not.toHaveProperty('SecurityGroupIds');
    expect(dataOf({ securityGroups: {} })).not.toHaveProperty('SecurityGroupIds');
  });
});

describe('the subnets of nodes', () => {
  const subnet = (subnetId: string, availabilityZone: string, key: string, isPublic: boolean) => ({
    subnetId,
    availabilityZone,
    key,
    public: isPublic,
    localZone: availabilityZone.includes('lax'),
  });
  const network = {
    vpcId: 'vpc-1',
    subnets: [
      subnet('subnet-1', 'us-west-2a', 'inner', false),
      subnet('subnet-2', 'us-west-2-lax-1a', 'lax', false),
      subnet('subnet-3', 'us-west-2a', 'outer', true),
      subnet('subnet-4', 'us-west-2b', 'other', true),
      subnet('subnet-5', 'us-west-2-lax-1a', 'lax-outer', true),
    ],
  };

  it.each([
    ['public ones, outside of local zones', {}, ['subnet-3', 'subnet-4']],
    ['private ones, outside of local zones', { privateNetworking: true }, ['subnet-1']],
    ['those of its zones', { availabilityZones: ['us-west-2b'] }, ['subnet-4']],
    ['those of its local zones', { localZones: ['us-west-2-lax-1a'] }, ['subnet-5']],
    ['those that it names by key', { subnets: ['outer', 'inner'] }, ['subnet-3', 'subnet-1']],
    ['those that it names by id', { subnets: ['subnet-2', 'subnet-9'] }, ['subnet-2', 'subnet-9']],
  ])('are %s', (_, group, subnets) => {
    expect(nodeSubnetIds(network, group as AnyNodeGroup)).toEqual(subnets);
  });

  it('are private and outside of local zones for Fargate, or those that the profile names', () => {
    expect(fargateSubnetIds(network, undefined)).toEqual(['subnet-1']);
    expect(fargateSubnetIds(network, ['lax'])).toEqual(['subnet-2']);
  });
});
