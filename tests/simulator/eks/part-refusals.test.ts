import type { Cluster } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { withGroup } from './nodegroups.fixtures.ts';
import { ELSEWHERE, itRefuses, type Refusal } from './refusals.fixtures.ts';
import { CLUSTER, eksWorld, role, type World, worldWithCluster } from './world.ts';

const shop = { clusterName: 'shop' };
const profile = {
  ...shop,
  fargateProfileName: 'batch',
  podExecutionRoleArn: role('fargate'),
  selectors: [{ namespace: 'batch' }],
};
const association = { ...shop, namespace: 'shop', serviceAccount: 'cart', roleArn: role('pod') };
const node = { ...shop, principalArn: role('node'), type: 'EC2_LINUX' };
const oidc = {
  identityProviderConfigName: 'own',
  issuerUrl: 'https://issuer.example.com',
  clientId: 'kubernetes',
};
const view = {
  ...shop,
  principalArn: role('person'),
  policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
};

const REFUSALS: readonly Refusal[] = [
  {
    name: 'refuses a namespace of an add-on that is no DNS label',
    operation: 'CreateAddon',
    input: { ...shop, addonName: 'coredns', namespaceConfig: { namespace: 'Kube_System' } },
    message: 'Provided namespace value is not a valid RFC 1123 DNS label',
  },
  {
    name: 'refuses a role of another account for an add-on, before it looks for the cluster',
    operation: 'CreateAddon',
    input: { clusterName: 'none', addonName: 'coredns', serviceAccountRoleArn: ELSEWHERE },
    code: 'AccessDeniedException',
    message: 'Cross-account pass role is not allowed.',
  },
  {
    name: 'refuses a role of another account for an association',
    operation: 'CreatePodIdentityAssociation',
    input: { ...association, roleArn: ELSEWHERE },
    code: 'AccessDeniedException',
    message: 'Cross-account pass role is not allowed.',
  },
  {
    name: 'refuses an association whose role is not there',
    operation: 'CreatePodIdentityAssociation',
    input: { ...association, roleArn: role('none') },
    message: 'Role provided in the request does not exist',
  },
  {
    name: 'refuses an association in a namespace that is no DNS label',
    operation: 'CreatePodIdentityAssociation',
    input: { ...association, namespace: 'Shop' },
    message:
      'The parameter namespace contains invalid characters. It should conform to the regular expression ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  },
  {
    name: 'refuses an association of a service account that is no DNS name',
    operation: 'CreatePodIdentityAssociation',
    input: { ...association, serviceAccount: 'Cart' },
    message:
      'The parameter serviceAccount contains invalid characters. It should conform to the regular expression ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  },
  {
    name: 'refuses groups for a node’s entry',
    operation: 'CreateAccessEntry',
    input: { ...node, kubernetesGroups: ['viewers'] },
    message:
      'The specified kubernetesGroups is invalid: setting kubernetesGroups is not allowed when the type is "EC2_LINUX"',
  },
  {
    name: 'refuses a username for a node’s entry',
    operation: 'CreateAccessEntry',
    input: { ...node, username: 'worker' },
    message:
      'The specified username is invalid: setting username is not allowed when the type is "EC2_LINUX"',
  },
  {
    name: 'refuses a user as a node',
    operation: 'CreateAccessEntry',
    input: { ...node, principalArn: 'arn:aws:iam::111122223333:user/ann' },
    message:
      'AccessEntry principalArn must be IAM role when using types [EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX, HYBRID_LINUX, EC2]',
  },
  {
    name: 'refuses a policy of IAM as an access policy',
    operation: 'AssociateAccessPolicy',
    input: {
      ...shop,
      principalArn: role('person'),
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      accessScope: { type: 'cluster' },
    },
    message: 'The policyArn parameter format is not valid',
  },
  {
    name: 'refuses an issuer without TLS',
    operation: 'AssociateIdentityProviderConfig',
    input: { ...shop, oidc: { ...oidc, issuerUrl: 'http://issuer.example.com' } },
    message: 'IssuerURL must use https:// scheme.',
  },
  {
    name: 'refuses the prefix system: of an identity provider',
    operation: 'AssociateIdentityProviderConfig',
    input: { ...shop, oidc: { ...oidc, groupsPrefix: 'system:' } },
    message: 'The prefix system: is reserved for Kubernetes system use',
  },
  {
    name: 'refuses an identity provider while the role of the cluster is gone',
    operation: 'AssociateIdentityProviderConfig',
    input: { ...shop, oidc },
    code: 'InvalidRequestException',
    message: `Role with arn: ${role('cluster')}, could not be assumed because it does not exist or the trusted entity is not correct`,
    prepare: (world) => world.rolesGone.add(role('cluster')),
  },
  {
    name: 'refuses a selector whose namespace is no DNS label',
    operation: 'CreateFargateProfile',
    input: { ...profile, selectors: [{ namespace: 'Batch' }] },
    message: 'The namespace provided is invalid.',
  },
  {
    name: 'refuses a profile’s name with a dot, before it looks for the cluster',
    operation: 'CreateFargateProfile',
    input: { ...profile, clusterName: 'none', fargateProfileName: 'a.b' },
    message: /^The Fargate profile name parameter contains invalid characters\./,
  },
  {
    name: 'refuses six selectors',
    operation: 'CreateFargateProfile',
    input: { ...profile, selectors: [...'abcdef'].map((namespace) => ({ namespace })) },
    message: 'Request contains more than 5 Selectors',
  },
  {
    name: 'refuses a change of no remote networks',
    operation: 'UpdateClusterConfig',
    input: { name: 'shop', remoteNetworkConfig: { remoteNodeNetworks: [] } },
    message: 'No changes detected for remoteNetworkConfig',
  },
  {
    name: 'refuses a service-linked role as a principal, before it looks for the cluster',
    operation: 'CreateAccessEntry',
    input: { clusterName: 'none', principalArn: role('aws-service-role/eks.amazonaws.com/own') },
    message:
      'The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role',
  },
  {
    name: 'refuses a node’s role of another account',
    operation: 'CreateAccessEntry',
    input: { ...node, principalArn: ELSEWHERE },
    message:
      'AccessEntry principalArn must be from the same account as the cluster when using types [EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX, HYBRID_LINUX, EC2]',
  },
  {
    name: 'refuses a scope of namespaces without any',
    operation: 'AssociateAccessPolicy',
    input: { ...view, accessScope: { type: 'namespace' } },
    message: 'At least 1 namespace must be provided if the type is set as namespace',
    prepare: (world) => world.call('CreateAccessEntry', { ...shop, principalArn: role('person') }),
  },
  {
    name: 'refuses namespaces in the scope of a cluster',
    operation: 'AssociateAccessPolicy',
    input: { ...view, accessScope: { type: 'cluster', namespaces: ['default'] } },
    message: 'accessScope should not include namespaces if the type is not set as namespace',
    prepare: (world) => world.call('CreateAccessEntry', { ...shop, principalArn: role('person') }),
  },
  {
    name: 'refuses a policy that there is not',
    operation: 'AssociateAccessPolicy',
    code: 'ResourceNotFoundException',
    input: {
      ...view,
      policyArn: 'arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
      accessScope: { type: 'cluster' },
    },
    message:
      "The specified policyArn could not be found. You can view your available access policies with 'list-access-policies'",
    prepare: (world) => world.call('CreateAccessEntry', { ...shop, principalArn: role('person') }),
  },
  {
    name: 'refuses configuration values that cannot be read, before it looks for the cluster',
    operation: 'CreateAddon',
    input: { clusterName: 'none', addonName: 'coredns', configurationValues: '{"replicaCount": 1' },
    message: 'The ConfigurationValues provided is not in valid YAML or JSON format.',
  },
  {
    name: 'refuses a selector whose label is no qualified name',
    operation: 'CreateFargateProfile',
    input: { ...profile, selectors: [{ namespace: 'batch', labels: { 'bad key!': 'x' } }] },
    message: 'Selector label provided is invalid.',
  },
];

describe('refusals in EKS’s own words', () => {
  itRefuses(REFUSALS);

  it('refuses Fargate in a zone without it', async () => {
    const world = await worldWithCluster({}, { settings: { zonesWithoutFargate: ['us-east-1b'] } });
    expect(world.refusal('CreateFargateProfile', profile).message).toBe(
      'Fargate Profile creation for the Availability Zone us-east-1b for Subnet subnet-b is not supported',
    );
  });

  it('refuses remote networks that the service range uses, and the config map beside them', () => {
    const world = eksWorld();
    const remote = (cidr: string) => ({ remoteNodeNetworks: [{ cidrs: [cidr] }] });
    expect(
      world.refusal('CreateCluster', { ...CLUSTER, remoteNetworkConfig: remote('10.100.0.0/24') }).message,
    ).toBe('Invalid remote node network: CIDR 10.100.0.0/24 overlaps with service CIDR 10.100.0.0/16');
    expect(
      world.refusal('CreateCluster', {
        ...CLUSTER,
        accessConfig: { authenticationMode: 'CONFIG_MAP' },
        remoteNetworkConfig: remote('10.99.0.0/24'),
      }).message,
    ).toBe('AccessConfig AuthMode must be API_AND_CONFIG_MAP or API when remoteNetworkConfig is specified');
  });

  it('refuses updates of a group that change nothing', async () => {
    const world = await withGroup();
    const update = (more: Record<string, unknown>) =>
      world.refusal('UpdateNodegroupConfig', { ...shop, nodegroupName: 'web', ...more }).message;
    expect(update({ labels: {} })).toBe('Both or either addOrUpdateLabels or removeLabels must not be empty');
    expect(update({ updateConfig: {} })).toBe('You cannot specify an empty request');
  });
});

describe('the health of a cluster', () => {
  const issues = (world: World) =>
    world
      .call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' })
      .cluster.health?.issues?.map(({ code, resourceIds }) => [code, resourceIds]);

  it('tells of a role and security groups that are gone, and of a key that is disabled', async () => {
    const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f';
    let state = 'Enabled';
    const world = await worldWithCluster(
      {
        resourcesVpcConfig: { ...CLUSTER.resourcesVpcConfig, securityGroupIds: ['sg-own'] },
        encryptionConfig: [{ resources: ['secrets'], provider: { keyArn } }],
      },
      { settings: { keyState: () => state } },
    );
    expect(issues(world)).toBeUndefined();
    world.rolesGone.add(role('cluster'));
    world.network.groups.delete('sg-own');
    state = 'Disabled';
    expect(issues(world)).toEqual([
      ['ASSUME_ROLE_ACCESS_DENIED', [role('cluster')]],
      ['SECURITY_GROUP_NOT_FOUND', ['sg-own']],
      ['KMS_KEY_DISABLED', [keyArn]],
    ]);
  });
});
