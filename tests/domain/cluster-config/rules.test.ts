import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';

function problemsOf(more: Record<string, unknown>, metadata: Record<string, unknown> = {}) {
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: 'us-west-2', ...metadata },
    ...more,
  };
  return parseClusterConfig(document, 'shop.yaml', { today: '2026-11-24' }).problems ?? [];
}
const pathsOf = (more: Record<string, unknown>, metadata: Record<string, unknown> = {}) =>
  problemsOf(more, metadata).map(({ path }) => path);
const managed = (group: Record<string, unknown>) => ({ managedNodeGroups: [{ name: 'web', ...group }] });
const own = (group: Record<string, unknown>) => ({ nodeGroups: [{ name: 'web', ...group }] });
const given = (more: Record<string, unknown> = {}) => ({
  vpc: { subnets: { private: { a: { id: 'subnet-1' }, b: { id: 'subnet-2' } } }, ...more },
});
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe('node groups', () => {
  it.each([
    ['a maximum of 0', { minSize: 0, maxSize: 0 }, 'maxSize'],
    ['a minimum above the maximum', { minSize: 3, maxSize: 2, desiredCapacity: 2 }, 'minSize'],
    ['a desired size above the maximum', { minSize: 1, maxSize: 2, desiredCapacity: 3 }, 'desiredCapacity'],
    ['a desired size below the minimum', { minSize: 2, maxSize: 4, desiredCapacity: 1 }, 'desiredCapacity'],
    ['two ways to name types', { instanceType: 'm5.large', instanceTypes: ['m5.large'] }, 'instanceTypes'],
    ['Amazon Linux 2 without an image', { amiFamily: 'AmazonLinux2' }, 'amiFamily'],
    ['a zone without a subnet', { availabilityZones: ['us-east-1a'] }, 'availabilityZones'],
    ['subnets and zones', { subnets: ['a'], availabilityZones: ['us-west-2a'] }, 'subnets'],
    ['settings of another family', { bottlerocket: { settings: {} } }, 'bottlerocket'],
    ['a key without encryption', { volumeKmsKeyID: 'alias/x' }, 'volumeKmsKeyID'],
    ['IOPS where there are none', { volumeType: 'gp2', volumeIOPS: 3000 }, 'volumeIOPS'],
    [
      'policies for a role that is given',
      { iam: { instanceRoleARN: role('x'), instanceRoleName: 'y' } },
      'iam.instanceRoleName',
    ],
    ['what the launch template decides', { launchTemplate: { id: 'lt-1' }, volumeSize: 20 }, 'volumeSize'],
    ['a command without an image', { overrideBootstrapCommand: 'join' }, 'overrideBootstrapCommand'],
    [
      'sources of SSH that nobody allows',
      { ssh: { sourceSecurityGroupIds: ['sg-1'] } },
      'ssh.sourceSecurityGroupIds',
    ],
    [
      'spot by a market option',
      { instanceMarketOptions: { marketType: 'spot' } },
      'instanceMarketOptions.marketType',
    ],
    [
      'a capacity block that nobody names',
      { instanceMarketOptions: { marketType: 'capacity-block' } },
      'capacityReservation.capacityReservationTarget',
    ],
    ['a reserved label', { labels: { 'kubernetes.io/role': 'x' } }, 'labels["kubernetes.io/role"]'],
    [
      'more unavailable nodes than there can be',
      { updateConfig: { maxUnavailable: 9 } },
      'updateConfig.maxUnavailable',
    ],
  ])('refuse %s by path', (_, group, member) => {
    expect(pathsOf(managed(group))).toContain(`managedNodeGroups[0].${member}`);
  });

  it.each([
    [
      'types and a mix',
      { instanceType: 'm5.large', instancesDistribution: { instanceTypes: ['m5.large'] } },
      'instanceType',
    ],
    [
      'kubelet settings that keep a node out',
      { kubeletExtraConfig: { clusterDomain: 'x' } },
      'kubeletExtraConfig.clusterDomain',
    ],
    [
      'a profile without its role',
      { iam: { instanceProfileARN: 'arn:aws:iam::111122223333:instance-profile/x' } },
      'iam.instanceRoleARN',
    ],
    ['an unknown local zone', { localZones: ['us-west-2-lax-1a'] }, 'localZones'],
  ])('of our own refuse %s by path', (_, group, member) => {
    expect(pathsOf(own(group))).toContain(`nodeGroups[0].${member}`);
  });

  it('accept Amazon Linux 2 with an image of the user, and by itself where EKS still has it', () => {
    const image = { amiFamily: 'AmazonLinux2', ami: 'ami-1', overrideBootstrapCommand: 'join' };
    expect(pathsOf(managed(image))).toEqual([]);
    expect(pathsOf(managed({ amiFamily: 'AmazonLinux2' }), { version: '1.32' })).toEqual([]);
  });

  it('may begin empty and grow', () => {
    expect(pathsOf(managed({ minSize: 0, maxSize: 3 }))).toEqual([]);
    expect(pathsOf(own({ desiredCapacity: 0 }))).toEqual([]);
  });

  it('of both kinds share one space of names', () => {
    const [problem] = problemsOf({ ...managed({}), ...own({}) });
    expect(problem).toMatchObject({
      path: 'nodeGroups[0].name',
      message: expect.stringContaining('managedNodeGroups[0].name'),
    });
  });

  it('without a public subnet must be private', () => {
    expect(pathsOf({ ...given(), ...managed({}) })).toEqual(['managedNodeGroups[0].privateNetworking']);
    expect(pathsOf({ ...given(), ...managed({ privateNetworking: true }) })).toEqual([]);
  });
});

describe('networks', () => {
  it.each([
    [
      'services in the VPC',
      { vpc: { cidr: '10.0.0.0/16' }, kubernetesNetworkConfig: { serviceIPv4CIDR: '10.0.128.0/20' } },
      'kubernetesNetworkConfig.serviceIPv4CIDR',
    ],
    [
      'hybrid nodes in the default VPC',
      { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['192.168.4.0/24'] }] } },
      'remoteNetworkConfig.remoteNodeNetworks[0].cidrs[0]',
    ],
    [
      'an extra block in the VPC',
      { vpc: { cidr: '10.0.0.0/16', extraCIDRs: ['10.0.1.0/24'] } },
      'vpc.extraCIDRs[0]',
    ],
  ])('refuse overlaps: %s', (_, more, path) => {
    expect(pathsOf(more)).toEqual([path]);
  });

  it.each([
    ['a VPC too small for its subnets', { vpc: { cidr: '10.0.0.0/26' } }, 'vpc.cidr'],
    ['one zone', { availabilityZones: ['us-west-2a'] }, 'availabilityZones'],
    ['a zone of another region', { availabilityZones: ['us-west-2a', 'us-east-1a'] }, 'availabilityZones[1]'],
    ['an existing VPC without its subnets', { vpc: { id: 'vpc-1' } }, 'vpc.subnets'],
    [
      'a subnet without its id',
      { vpc: { subnets: { private: { a: { az: 'us-west-2a' }, b: { id: 'subnet-2' } } } } },
      'vpc.subnets.private.a.id',
    ],
    [
      'a subnet twice',
      { vpc: { subnets: { private: { a: { id: 'subnet-1' }, b: { id: 'subnet-1' } } } } },
      'vpc.subnets.private.b.id',
    ],
    [
      'a subnet outside of its VPC',
      given({
        cidr: '10.0.0.0/16',
        subnets: { private: { a: { id: 'subnet-1', cidr: '10.9.0.0/24' }, b: { id: 'subnet-2' } } },
      }),
      'vpc.subnets.private.a.cidr',
    ],
    ['gateways of a VPC that exists', given({ nat: { gateway: 'Single' } }), 'vpc.nat.gateway'],
    [
      'an API server that nobody reaches',
      { vpc: { clusterEndpoints: { publicAccess: false, privateAccess: false } } },
      'vpc.clusterEndpoints',
    ],
    [
      'limits of a public endpoint that is closed',
      {
        vpc: {
          clusterEndpoints: { publicAccess: false, privateAccess: true },
          publicAccessCIDRs: ['203.0.113.0/24'],
        },
      },
      'vpc.publicAccessCIDRs',
    ],
  ])('refuse %s by path', (_, more, path) => {
    expect(pathsOf(more)).toEqual([path]);
  });
});

describe('identities', () => {
  const account = {
    metadata: { name: 'a' },
    attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
  };

  it.each([
    ['roles that trust an issuer which is off', { iam: { serviceAccounts: [account] } }, 'iam.withOIDC'],
    [
      'a service account without permissions',
      { iam: { withOIDC: true, serviceAccounts: [{ metadata: { name: 'a' } }] } },
      'iam.serviceAccounts[0]',
    ],
    [
      'the ConfigMap alone',
      { accessConfig: { authenticationMode: 'CONFIG_MAP' } },
      'accessConfig.authenticationMode',
    ],
    [
      'a group that Kubernetes keeps',
      {
        accessConfig: { accessEntries: [{ principalARN: role('a'), kubernetesGroups: ['system:masters'] }] },
      },
      'accessConfig.accessEntries[0].kubernetesGroups',
    ],
    [
      'a group that AWS keeps',
      {
        accessConfig: { accessEntries: [{ principalARN: role('a'), kubernetesGroups: ['eks:viewers'] }] },
      },
      'accessConfig.accessEntries[0].kubernetesGroups',
    ],
    // EKS's guide, "Set a custom username for EKS access entries".
    [
      'a user name that AWS keeps',
      { accessConfig: { accessEntries: [{ principalARN: role('a'), kubernetesUsername: 'aws:a' }] } },
      'accessConfig.accessEntries[0].kubernetesUsername',
    ],
    [
      'a name of a session without a colon',
      { iamIdentityMappings: [{ arn: role('a'), username: 'admin-{{SessionName}}' }] },
      'iamIdentityMappings[0].username',
    ],
    [
      'a principal twice',
      { accessConfig: { accessEntries: [{ principalARN: role('a') }, { principalARN: role('a') }] } },
      'accessConfig.accessEntries[1].principalARN',
    ],
    [
      'a mapping of a whole account',
      { iamIdentityMappings: [{ account: '111122223333' }] },
      'iamIdentityMappings[0].account',
    ],
    [
      'two providers',
      {
        identityProviders: ['a', 'b'].map((name) => ({
          type: 'oidc',
          name,
          issuerURL: 'https://x.example',
          clientID: 'x',
        })),
      },
      'identityProviders',
    ],
    [
      'a key of another region',
      { secretsEncryption: { keyARN: 'arn:aws:kms:eu-west-1:111122223333:key/1' } },
      'secretsEncryption.keyARN',
    ],
    [
      'a profile name that AWS keeps',
      { fargateProfiles: [{ name: 'eks-x', selectors: [{ namespace: 'x' }] }] },
      'fargateProfiles[0].name',
    ],
    [
      'a retention that CloudWatch Logs has not',
      { cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 61 } } },
      'cloudWatch.clusterLogging.logRetentionInDays',
    ],
    ['an unknown annotation of ours', {}, 'metadata.annotations["eks-fleet.dev/pull"]'],
  ])('refuse %s by path', (_, more, path) => {
    const metadata = path.startsWith('metadata.annotations')
      ? { annotations: { 'eks-fleet.dev/pull': 'x' } }
      : {};
    expect(pathsOf(more, metadata)).toEqual([path]);
  });
});
