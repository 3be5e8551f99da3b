import type { Cluster } from '@aws-sdk/client-eks';
import { CLUSTER, NODEGROUP, role, worldWithCluster } from '../../tests/simulator/eks/world.ts';
import {
  association,
  coredns,
  emptyWorld,
  exhaustSubnets,
  principal,
  profile,
  protectionUpdate,
  refused,
  type Situation,
  scaling,
  shop,
  upgrade,
  web,
  withGroup,
} from './eks-situation.ts';

export const CLUSTER_REFUSALS: readonly Situation[] = [
  refused('DeleteCluster', { name: 'shop' }, (world) => world.call('CreateNodegroup', NODEGROUP)),
  refused('DeleteCluster', { name: 'shop' }, (world) => world.call('CreateFargateProfile', profile('batch'))),
  refused('DeleteCluster', { name: 'shop' }, (world) =>
    world.call('CreateCapability', {
      ...shop,
      capabilityName: 'kro',
      type: 'KRO',
      roleArn: role('capability'),
      deletePropagationPolicy: 'RETAIN',
    }),
  ),
  refused('DeleteCluster', { name: 'shop' }, protectionUpdate),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.35' }, protectionUpdate),
  refused(
    'UpdateClusterConfig',
    { name: 'shop', resourcesVpcConfig: { endpointPrivateAccess: true } },
    protectionUpdate,
  ),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.36' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.33' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.34' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.99' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.35' }, (world) =>
    world.eks.inCluster.setInsight('shop', {
      id: 'insight-1',
      category: 'UPGRADE_READINESS',
      kubernetesVersion: '1.35',
      insightStatus: { status: 'ERROR' },
    }),
  ),
  refused(
    'UpdateClusterVersion',
    { name: 'shop', version: '1.36' },
    async (world) => {
      await withGroup(world, { amiType: 'AL2023_x86_64_STANDARD' });
      for (const version of ['1.33', '1.34', '1.35']) await upgrade(world, version);
    },
    () => worldWithCluster({ version: '1.32' }),
  ),
  refused('CreateCluster', { ...CLUSTER, version: '1.99' }, undefined, emptyWorld),
  refused('CreateCluster', { ...CLUSTER, name: 'second' }, undefined, () =>
    worldWithCluster({}, { region: { quotas: { 'eks/clusters': 1 } } }),
  ),
  refused('CreateCluster', { ...CLUSTER, roleArn: role('person') }, undefined, emptyWorld),
  refused('CreateCluster', { ...CLUSTER, clientRequestToken: 'too-short' }, undefined, emptyWorld),
  refused('CreateCluster', CLUSTER),
  refused(
    'CreateCluster',
    { ...CLUSTER, resourcesVpcConfig: { subnetIds: ['subnet-a'] } },
    undefined,
    emptyWorld,
  ),
  refused(
    'CreateCluster',
    { ...CLUSTER, resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-e'] } },
    undefined,
    emptyWorld,
  ),
  refused('DescribeCluster', { name: 'none' }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    resourcesVpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: false },
  }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: false },
  }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    logging: { clusterLogging: [{ types: ['api'], enabled: false }] },
  }),
  refused('UpdateClusterConfig', { name: 'shop', accessConfig: { authenticationMode: 'CONFIG_MAP' } }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    computeConfig: { enabled: false },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: false } },
    storageConfig: { blockStorage: { enabled: false } },
  }),
  refused('UpdateClusterConfig', { name: 'shop', computeConfig: { enabled: true } }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    deletionProtection: true,
    zonalShiftConfig: { enabled: true },
  }),
  refused('UpdateClusterConfig', { name: 'shop' }),
  refused(
    'UpdateClusterConfig',
    { name: 'shop', resourcesVpcConfig: { endpointPrivateAccess: true } },
    exhaustSubnets,
  ),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.35' }, exhaustSubnets),
];

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f';
const encryption = (keyArn: string) => ({
  ...shop,
  encryptionConfig: [{ resources: ['secrets'], provider: { keyArn } }],
});

export const OTHER_REFUSALS: readonly Situation[] = [
  refused('AssociateEncryptionConfig', encryption(KEY), async (world) => {
    world.call('AssociateEncryptionConfig', encryption(KEY));
    await world.settle();
  }),
  refused('AssociateEncryptionConfig', encryption(KEY.replace(/key\/.*/, 'alias/none'))),
  refused('AssociateEncryptionConfig', encryption(KEY.replace(/key\/.*/, 'key/123'))),
  {
    operation: 'AssociateIdentityProviderConfig',
    meet: async () => {
      const world = await worldWithCluster();
      const { cluster } = world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' });
      const issuerUrl = cluster.identity?.oidc?.issuer;
      const oidc = { identityProviderConfigName: 'own', issuerUrl, clientId: 'sts.amazonaws.com' };
      return refused(
        'AssociateIdentityProviderConfig',
        { ...shop, oidc },
        undefined,
        async () => world,
      ).meet();
    },
  },
  refused('UpdateAddon', coredns, (world) => world.call('CreateAddon', coredns)),
  refused('UpdateAddon', coredns, async (world) => {
    await withGroup(world);
    world.call('CreateAddon', coredns);
    await world.settle();
    world.call('UpdateAddon', { ...coredns, configurationValues: '{"replicaCount":3}' });
  }),
  refused('CreateAddon', { ...coredns, addonVersion: 'v0.0.1-eksbuild.1' }),
  refused('CreateAddon', coredns, (world) => world.call('CreateAddon', coredns)),
  refused('CreateAddon', { ...shop, addonName: 'kubecost_kubecost' }),
  refused('CreateAddon', { ...coredns, configurationValues: '{"none":1}' }),
  refused('UpdateAddon', { ...coredns, addonVersion: 'v0.0.1-eksbuild.1' }, async (world) => {
    await withGroup(world);
    world.call('CreateAddon', coredns);
    await world.settle();
  }),
  refused('DescribeAddon', coredns),
  refused('CreateFargateProfile', profile('second'), (world) =>
    world.call('CreateFargateProfile', profile('first')),
  ),
  refused('CreateFargateProfile', profile('first'), (world) =>
    world.call('CreateFargateProfile', profile('first')),
  ),
  refused('DeleteFargateProfile', { ...shop, fargateProfileName: 'second' }, async (world) => {
    for (const name of ['first', 'second']) {
      world.call('CreateFargateProfile', profile(name));
      await world.settle();
    }
    world.call('DeleteFargateProfile', { ...shop, fargateProfileName: 'first' });
  }),
  refused('DeleteFargateProfile', { ...shop, fargateProfileName: 'first' }, async (world) => {
    world.call('CreateFargateProfile', profile('first'));
    await world.settle();
    protectionUpdate(world);
  }),
  refused('DescribeFargateProfile', { ...shop, fargateProfileName: 'none' }),
  refused('CreateAccessEntry', principal, (world) => world.call('CreateAccessEntry', principal)),
  refused('DescribeAccessEntry', principal),
  refused('UpdateAccessEntry', { ...shop, principalArn: role('node') }, (world) =>
    world.call('CreateAccessEntry', { ...shop, principalArn: role('node'), type: 'EC2_LINUX' }),
  ),
  refused('CreateAccessEntry', principal, undefined, () =>
    worldWithCluster({ accessConfig: { authenticationMode: 'CONFIG_MAP' } }),
  ),
  refused('CreatePodIdentityAssociation', association, (world) =>
    world.call('CreatePodIdentityAssociation', association),
  ),
  refused('CreatePodIdentityAssociation', { ...association, roleArn: role('node') }),
];

export const NODEGROUP_REFUSALS: readonly Situation[] = [
  refused('CreateNodegroup', NODEGROUP, (world) => world.call('CreateNodegroup', NODEGROUP)),
  refused('CreateNodegroup', NODEGROUP, protectionUpdate),
  refused('CreateNodegroup', { ...NODEGROUP, ...scaling(3, 4, 2) }),
  refused('CreateNodegroup', { ...NODEGROUP, ...scaling(1, 2, 3) }),
  refused('CreateNodegroup', { ...NODEGROUP, labels: { 'kubernetes.io/role': 'web' } }),
  refused('CreateNodegroup', { ...NODEGROUP, nodeRole: role('person') }),
  refused('CreateNodegroup', { ...NODEGROUP, instanceTypes: ['m7g.large'] }),
  refused('CreateNodegroup', { ...NODEGROUP, amiType: 'AL2_x86_64' }),
  refused('UpdateNodegroupConfig', { ...web, ...scaling(1, 2, 1) }, (world) =>
    world.call('CreateNodegroup', NODEGROUP),
  ),
  refused('UpdateNodegroupConfig', { ...web, scalingConfig: { desiredSize: 9 } }, withGroup),
  refused('UpdateNodegroupConfig', { ...web, scalingConfig: { minSize: 3 } }, withGroup),
  refused('UpdateNodegroupVersion', { ...web, version: '1.35' }, withGroup),
  refused('UpdateNodegroupVersion', { ...web, releaseVersion: '1.35.1-20260801' }, withGroup),
  refused('UpdateNodegroupVersion', web, async (world) => {
    world.network.templates.set('lt-1', { ImageId: 'ami-1', InstanceType: 'm6i.large' });
    await withGroup(world, { launchTemplate: { id: 'lt-1' } });
  }),
  refused('DescribeNodegroup', { ...shop, nodegroupName: 'none' }),
  ...[{ diskSize: 50 }, { remoteAccess: { ec2SshKey: 'key' } }, { instanceTypes: ['m6i.large'] }].map(
    (beside) =>
      refused('CreateNodegroup', { ...NODEGROUP, launchTemplate: { id: 'lt-1' }, ...beside }, (world) =>
        world.network.templates.set('lt-1', { InstanceType: 'm6i.large' }),
      ),
  ),
  refused('CreateNodegroup', { ...NODEGROUP, launchTemplate: { id: 'lt-1' } }, (world) =>
    world.network.templates.set('lt-1', { IamInstanceProfile: { Name: 'own' } }),
  ),
];
