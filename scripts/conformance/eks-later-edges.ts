import { blind, CLUSTER, NODEGROUP, role, worldWithCluster } from '../../tests/simulator/eks/world.ts';
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

const oidc = {
  identityProviderConfigName: 'own',
  issuerUrl: 'https://issuer.example.com',
  clientId: 'kubernetes',
};
const ELSEWHERE = 'arn:aws:iam::444455556666:role/pod';
const remote = (cidr: string) => ({ remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: [cidr] }] } });
const serviceRange = (serviceIpv4Cidr: string) => ({ kubernetesNetworkConfig: { serviceIpv4Cidr } });
const node = { ...shop, principalArn: role('node'), type: 'EC2_LINUX' };
const KEY_ELSEWHERE = 'arn:aws:kms:eu-west-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f';
const view = {
  ...principal,
  policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
};
const autoMode = {
  computeConfig: { enabled: true },
  kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
  storageConfig: { blockStorage: { enabled: true } },
};
const templated = { ...NODEGROUP, launchTemplate: { id: 'lt-1' } };
const template =
  (data: Record<string, unknown>) =>
  (world: Awaited<ReturnType<typeof worldWithCluster>>): unknown =>
    world.network.templates.set('lt-1', data);

/** Requests that hold a name, a key or a pair of members that EKS does not take. */
export const LATER_EDGES: readonly Situation[] = [
  refused('CreateAddon', { ...coredns, namespaceConfig: { namespace: 'Kube_System' } }),
  refused('CreateAddon', { ...coredns, serviceAccountRoleArn: ELSEWHERE }),
  refused('UpdateAddon', { ...coredns, configurationValues: '{"none":1}' }, async (world) => {
    await withGroup(world);
    world.call('CreateAddon', coredns);
    await world.settle();
  }),
  refused('CreatePodIdentityAssociation', { ...association, roleArn: ELSEWHERE }),
  refused('CreatePodIdentityAssociation', { ...association, namespace: 'Shop' }),
  refused('CreatePodIdentityAssociation', { ...association, serviceAccount: 'Cart' }),
  refused('CreateAccessEntry', { ...node, kubernetesGroups: ['viewers'] }),
  refused('CreateAccessEntry', { ...node, username: 'worker' }),
  refused('CreateAccessEntry', { ...node, principalArn: 'arn:aws:iam::111122223333:user/ann' }),
  refused('UpdateAccessEntry', { ...principal, kubernetesGroups: ['system:bootstrappers'] }, (world) =>
    world.call('CreateAccessEntry', principal),
  ),
  refused('AssociateAccessPolicy', {
    ...principal,
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    accessScope: { type: 'cluster' },
  }),
  refused('AssociateIdentityProviderConfig', {
    ...shop,
    oidc: { ...oidc, issuerUrl: 'http://issuer.example.com' },
  }),
  refused('AssociateIdentityProviderConfig', { ...shop, oidc: { ...oidc, groupsPrefix: 'system:' } }),
  refused('AssociateIdentityProviderConfig', { ...shop, oidc }, (world) =>
    world.rolesGone.add(role('cluster')),
  ),
  refused('CreateFargateProfile', { ...profile('batch'), selectors: [{ namespace: 'Batch' }] }),
  refused('CreateFargateProfile', { ...profile('batch'), fargateProfileName: 'a.b' }),
  refused('CreateFargateProfile', {
    ...profile('batch'),
    selectors: [...'abcdef'].map((namespace) => ({ namespace })),
  }),
  refused('CreateFargateProfile', profile('batch'), undefined, () =>
    worldWithCluster({}, { settings: { zonesWithoutFargate: ['us-east-1b'] } }),
  ),
  refused('CreateCluster', { ...CLUSTER, ...remote('192.168.0.0/24') }, undefined, emptyWorld),
  refused('CreateCluster', { ...CLUSTER, ...remote('10.100.0.0/24') }, undefined, emptyWorld),
  refused(
    'CreateCluster',
    { ...CLUSTER, accessConfig: { authenticationMode: 'CONFIG_MAP' }, ...remote('10.99.0.0/24') },
    undefined,
    emptyWorld,
  ),
  refused('CreateCluster', { ...CLUSTER, ...serviceRange('10.100.0.0/25') }, undefined, emptyWorld),
  refused('CreateCluster', { ...CLUSTER, ...serviceRange('11.0.0.0/16') }, undefined, emptyWorld),
  refused('UpdateClusterConfig', { name: 'shop', remoteNetworkConfig: { remoteNodeNetworks: [] } }),
  refused('CreateNodegroup', { ...NODEGROUP, taints: [{ key: 'bad key!', effect: 'NO_SCHEDULE' }] }),
  refused('CreateNodegroup', { ...NODEGROUP, taints: [{ key: 'web', effect: 'NoSchedule' }] }),
  refused('CreateNodegroup', { ...NODEGROUP, labels: { 'bad key!': 'x' } }),
  refused('CreateNodegroup', { ...NODEGROUP, nodegroupName: 'n'.repeat(64) }),
  refused('CreateNodegroup', { ...NODEGROUP, launchTemplate: { id: 'lt-1', name: 'template' } }),
  refused('CreateNodegroup', {
    ...NODEGROUP,
    updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 10 },
  }),
  refused('CreateNodegroup', {
    ...NODEGROUP,
    nodeRepairConfig: { maxParallelNodesRepairedCount: 1, maxParallelNodesRepairedPercentage: 10 },
  }),
  refused(
    'CreateNodegroup',
    templated,
    template({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: 'subnet-a' }] }),
  ),
  refused('CreateNodegroup', templated, template({ NetworkInterfaces: [{ Groups: ['sg-own'] }] })),
  refused('CreateNodegroup', templated, template({ MetadataOptions: { InstanceMetadataTags: 'enabled' } })),
  refused('UpdateNodegroupConfig', { ...web, labels: {} }, withGroup),
  refused('UpdateNodegroupConfig', { ...web, updateConfig: {} }, withGroup),
  refused('UpdateNodegroupVersion', { ...web, launchTemplate: { id: 'lt-1', name: 'template' } }, withGroup),
  refused('CreateNodegroup', NODEGROUP, undefined, undefined, blind),
  refused('CreateAccessEntry', { ...shop, principalArn: role('aws-service-role/eks.amazonaws.com/own') }),
  refused('CreateAccessEntry', { ...node, principalArn: ELSEWHERE }),
  ...[{ type: 'namespace' }, { type: 'cluster', namespaces: ['default'] }].map((accessScope) =>
    refused('AssociateAccessPolicy', { ...view, accessScope }, (world) =>
      world.call('CreateAccessEntry', principal),
    ),
  ),
  refused('CreateFargateProfile', {
    ...profile('batch'),
    selectors: [{ namespace: 'batch', labels: { 'bad key!': 'x' } }],
  }),
  refused('CreateNodegroup', { ...NODEGROUP, launchTemplate: { version: '1' } }),
  refused('CreateNodegroup', { ...NODEGROUP, nodegroupName: 'a.b' }),
  refused('CreateNodegroup', {
    ...NODEGROUP,
    nodeRepairConfig: { maxUnhealthyNodeThresholdCount: 1, maxUnhealthyNodeThresholdPercentage: 10 },
  }),
  refused('CreateNodegroup', { ...NODEGROUP, updateConfig: {} }),
  ...[
    { roleArn: ELSEWHERE },
    {
      resourcesVpcConfig: {
        ...CLUSTER.resourcesVpcConfig,
        endpointPublicAccess: false,
        endpointPrivateAccess: false,
      },
    },
    { encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: KEY_ELSEWHERE } }] },
    { encryptionConfig: [{ resources: ['configmaps'], provider: { keyArn: KEY_ELSEWHERE } }] },
    { kubernetesNetworkConfig: { ipFamily: 'ipv6', serviceIpv4Cidr: '10.100.0.0/16' } },
    { ...autoMode, computeConfig: { enabled: true, nodePools: ['system'] } },
    { ...autoMode, accessConfig: { authenticationMode: 'CONFIG_MAP' } },
    remote('11.0.0.0/16'),
    {
      remoteNetworkConfig: {
        remoteNodeNetworks: [{ cidrs: ['10.200.0.0/16'] }],
        remotePodNetworks: [{ cidrs: ['10.200.0.0/24'] }],
      },
    },
    { remoteNetworkConfig: { remotePodNetworks: [{ cidrs: ['10.200.0.0/16'] }] } },
  ].map((more) => refused('CreateCluster', { ...CLUSTER, ...more }, undefined, emptyWorld)),
];
