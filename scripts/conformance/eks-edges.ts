import { CLUSTER, NODEGROUP, role, worldWithCluster } from '../../tests/simulator/eks/world.ts';
import {
  association,
  coredns,
  emptyWorld,
  principal,
  profile,
  refused,
  type Situation,
  shop,
  web,
  withGroup,
} from './eks-situation.ts';

const subnets = (...subnetIds: readonly string[]) => ({ ...CLUSTER, resourcesVpcConfig: { subnetIds } });
const vpc = (more: Record<string, unknown>) => ({
  ...CLUSTER,
  resourcesVpcConfig: { ...CLUSTER.resourcesVpcConfig, ...more },
});

/** Further mistakes in requests about clusters. */
const OF_CLUSTERS: readonly Situation[] = [
  refused('CreateCluster', subnets('subnet-a', 'subnet-none'), undefined, emptyWorld),
  refused('CreateCluster', subnets('subnet-a', 'subnet-b', 'subnet-x'), undefined, emptyWorld),
  refused('CreateCluster', vpc({ securityGroupIds: ['sg-elsewhere'] }), undefined, emptyWorld),
  refused('CreateCluster', vpc({ securityGroupIds: ['sg-none'] }), undefined, emptyWorld),
  refused('CreateCluster', vpc({ publicAccessCidrs: ['10.0.0.0/8'] }), undefined, emptyWorld),
  refused('CreateCluster', vpc({ publicAccessCidrs: ['nowhere'] }), undefined, emptyWorld),
  refused('CreateCluster', { ...CLUSTER, name: 'not a name' }, undefined, emptyWorld),
  refused(
    'CreateCluster',
    { ...CLUSTER, kubernetesNetworkConfig: { serviceIpv4Cidr: '192.168.0.0/16' } },
    undefined,
    emptyWorld,
  ),
  refused(
    'CreateCluster',
    { ...CLUSTER, kubernetesNetworkConfig: { serviceIpv4Cidr: '172.16.0.0/8' } },
    undefined,
    emptyWorld,
  ),
  refused(
    'CreateCluster',
    { ...CLUSTER, kubernetesNetworkConfig: { ipFamily: 'ipv6' } },
    undefined,
    emptyWorld,
  ),
  refused(
    'CreateCluster',
    { ...CLUSTER, logging: { clusterLogging: [{ types: ['all'] }] } },
    undefined,
    emptyWorld,
  ),
  refused('DeleteCluster', { name: 'none' }),
  refused('DeleteCluster', { name: 'shop' }, undefined, () => worldWithCluster({ deletionProtection: true })),
  refused('UpdateClusterConfig', {
    name: 'shop',
    resourcesVpcConfig: { publicAccessCidrs: ['10.0.0.0/8'] },
  }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-b'] },
  }),
  refused('UpdateClusterConfig', { name: 'shop', resourcesVpcConfig: { subnetIds: ['subnet-x'] } }),
  refused('UpdateClusterConfig', { name: 'none', deletionProtection: true }),
  refused('UpdateClusterVersion', { name: 'none', version: '1.35' }),
  refused('DescribeUpdate', { name: 'shop', updateId: '00000000-0000-0000-0000-000000000000' }),
];

const template =
  (data: Record<string, unknown>) =>
  (world: Awaited<ReturnType<typeof worldWithCluster>>): unknown =>
    world.network.templates.set('lt-1', data);
const templated = { ...NODEGROUP, launchTemplate: { id: 'lt-1' } };

/** Further mistakes in requests about node groups. */
const OF_NODEGROUPS: readonly Situation[] = [
  refused('CreateNodegroup', { ...NODEGROUP, instanceTypes: ['m6i.none'] }),
  refused('CreateNodegroup', { ...NODEGROUP, nodeRole: role('none') }),
  refused('CreateNodegroup', { ...NODEGROUP, subnets: ['subnet-x'] }),
  refused('CreateNodegroup', { ...NODEGROUP, subnets: ['subnet-none'] }),
  refused('CreateNodegroup', { ...NODEGROUP, clusterName: 'none' }),
  refused('CreateNodegroup', { ...NODEGROUP, remoteAccess: { ec2SshKey: 'none' } }),
  refused('CreateNodegroup', { ...NODEGROUP, amiType: 'CUSTOM' }),
  refused('CreateNodegroup', { ...NODEGROUP, version: '1.20' }),
  refused('CreateNodegroup', templated),
  refused(
    'CreateNodegroup',
    { ...templated, amiType: 'AL2023_x86_64_STANDARD' },
    template({ ImageId: 'ami-1' }),
  ),
  refused('CreateNodegroup', { ...templated, version: '1.34' }, template({ ImageId: 'ami-1' })),
  refused(
    'CreateNodegroup',
    { ...templated, releaseVersion: '1.34.1-20260801' },
    template({ ImageId: 'ami-1' }),
  ),
  refused('CreateNodegroup', templated, template({ InstanceMarketOptions: { MarketType: 'spot' } })),
  refused('CreateNodegroup', templated, template({ NetworkInterfaces: [{ SubnetId: 'subnet-a' }] })),
  refused('CreateNodegroup', templated, template({ HibernationOptions: { Configured: true } })),
  refused('CreateNodegroup', templated, template({ InstanceInitiatedShutdownBehavior: 'stop' })),
  refused('CreateNodegroup', { ...NODEGROUP, nodegroupName: 'second' }, withGroup, () =>
    worldWithCluster({}, { region: { quotas: { 'eks/nodegroups-per-cluster': 1 } } }),
  ),
  refused('DeleteNodegroup', web),
  refused('DeleteNodegroup', web, (world) => {
    world.call('CreateNodegroup', NODEGROUP);
    world.call('DeleteNodegroup', web);
  }),
  refused('UpdateNodegroupConfig', web, withGroup),
  refused(
    'UpdateNodegroupVersion',
    { ...web, launchTemplate: { id: 'lt-1', version: '1' } },
    async (world) => {
      template({ InstanceType: 'm6i.large' })(world);
      await withGroup(world);
    },
  ),
];

/** Further mistakes in requests about parts of a cluster. */
const OF_PARTS: readonly Situation[] = [
  refused('CreateAddon', { ...shop, addonName: 'none' }),
  refused('CreateAddon', { ...coredns, configurationValues: '{' }),
  refused('UpdateAddon', coredns),
  refused('DeleteAddon', coredns),
  refused('DeleteAddon', coredns, (world) => {
    world.call('CreateAddon', coredns);
    world.call('DeleteAddon', coredns);
  }),
  refused('CreateFargateProfile', { ...profile('batch'), podExecutionRoleArn: role('node') }),
  refused('CreateFargateProfile', { ...profile('batch'), podExecutionRoleArn: role('none') }),
  refused('CreateFargateProfile', { ...profile('batch'), selectors: [] }),
  refused('CreateFargateProfile', { ...profile('batch'), subnets: ['subnet-x'] }),
  refused('CreateFargateProfile', { ...profile('batch'), subnets: ['subnet-a'] }, (world) => {
    const facts = world.network.subnets.get('subnet-a');
    if (facts) world.network.subnets.set('subnet-a', { ...facts, routesToInternetGateway: true });
  }),
  refused('DeleteFargateProfile', { ...shop, fargateProfileName: 'none' }),
  refused('CreateAccessEntry', { ...shop, principalArn: role('none') }),
  refused('CreateAccessEntry', { ...shop, principalArn: 'nobody' }),
  refused('CreateAccessEntry', { ...principal, kubernetesGroups: ['system:masters'] }),
  refused('CreateAccessEntry', { ...principal, username: 'system:admin' }),
  refused('CreateAccessEntry', { ...principal, type: 'NONE' }),
  refused('DeleteAccessEntry', principal),
  refused('UpdateAccessEntry', principal),
  refused(
    'AssociateAccessPolicy',
    {
      ...principal,
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/None',
      accessScope: { type: 'cluster' },
    },
    (world) => world.call('CreateAccessEntry', principal),
  ),
  refused(
    'DisassociateAccessPolicy',
    { ...principal, policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy' },
    (world) => world.call('CreateAccessEntry', principal),
  ),
  refused('CreatePodIdentityAssociation', { ...association, roleArn: role('none') }),
  refused('DescribePodIdentityAssociation', { ...shop, associationId: 'a-none' }),
  refused('DeletePodIdentityAssociation', { ...shop, associationId: 'a-none' }),
  refused('DescribeIdentityProviderConfig', {
    ...shop,
    identityProviderConfig: { type: 'oidc', name: 'none' },
  }),
  refused('ListTagsForResource', { resourceArn: 'arn:aws:eks:us-east-1:111122223333:cluster/none' }),
];

/** All other refusals that the simulated service has, beside those of `eks-refusals.ts`. */
export const EDGES: readonly Situation[] = [...OF_CLUSTERS, ...OF_NODEGROUPS, ...OF_PARTS];
