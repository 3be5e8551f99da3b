import type { Cluster } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { withGroup } from './nodegroups.fixtures.ts';
import { CLUSTER, eksWorld, NODEGROUP, role, type World, worldWithCluster } from './world.ts';

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
const ELSEWHERE = 'arn:aws:iam::444455556666:role/pod';
const templated = { ...NODEGROUP, launchTemplate: { id: 'lt-1' } };
const template = (data: Record<string, unknown>) => (world: World) =>
  void world.network.templates.set('lt-1', data);

/** Refusals by operation: the request, the message, and the world that it meets. */
const REFUSALS: readonly {
  readonly name: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly message: string | RegExp;
  readonly code?: string;
  readonly prepare?: (world: World) => unknown;
}[] = [
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
    name: 'refuses a taint whose key is no qualified name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, taints: [{ key: 'bad key!', effect: 'NO_SCHEDULE' }] },
    message: /^invalid taint spec: bad key! , a qualified name must consist of alphanumeric characters/,
  },
  {
    name: 'refuses an effect in Kubernetes’ spelling',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, taints: [{ key: 'web', effect: 'NoSchedule' }] },
    message:
      'Invalid taint effect: NoSchedule, must be one of these [NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE]',
  },
  {
    name: 'refuses a label whose key is no qualified name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, labels: { 'bad key!': 'x' } },
    message: /^Invalid value: bad key! : field must consist of alphanumeric characters/,
  },
  {
    name: 'refuses a group’s name of over 63 characters',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, nodegroupName: 'n'.repeat(64) },
    message: "nodeGroupName can't be longer than 63 characters!",
  },
  {
    name: 'refuses a template by id and name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, launchTemplate: { id: 'lt-1', name: 'template' } },
    message: 'Either provide launch template ID or launch template name in the request.',
  },
  {
    name: 'refuses maxUnavailable as a number and a share',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 10 } },
    message: 'Either provide max-unavailable or max-unavailable-percentage in the request.',
  },
  {
    name: 'refuses parallel repairs as a number and a share',
    operation: 'CreateNodegroup',
    input: {
      ...NODEGROUP,
      nodeRepairConfig: { maxParallelNodesRepairedCount: 1, maxParallelNodesRepairedPercentage: 10 },
    },
    message: 'Either provide max parallel nodes to repair count or percentage in the request.',
  },
  {
    name: 'refuses a template that names subnets',
    operation: 'CreateNodegroup',
    input: templated,
    prepare: template({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: 'subnet-a' }] }),
    message:
      'You must not specify a subnet in your launch template. All subnets must be specified in the API.',
  },
  {
    name: 'refuses a template with an interface that has no index',
    operation: 'CreateNodegroup',
    input: templated,
    code: 'InvalidRequestException',
    prepare: template({ NetworkInterfaces: [{ Groups: ['sg-own'] }] }),
    message: 'Each network interface requires a device index.',
  },
  {
    name: 'refuses a template whose instances read their tags',
    operation: 'CreateNodegroup',
    input: templated,
    code: 'InvalidRequestException',
    prepare: template({ MetadataOptions: { InstanceMetadataTags: 'enabled' } }),
    message: /^'k8s\.io\/cluster-autoscaler\/enabled' is not a valid tag key\./,
  },
  {
    name: 'refuses a change of no remote networks',
    operation: 'UpdateClusterConfig',
    input: { name: 'shop', remoteNetworkConfig: { remoteNodeNetworks: [] } },
    message: 'No changes detected for remoteNetworkConfig',
  },
];

describe('refusals in EKS’s own words', () => {
  it.each(REFUSALS)('$name', async ({ operation, input, message, code, prepare }) => {
    const world = await worldWithCluster({ version: '1.34' });
    prepare?.(world);
    const found = world.refusal(operation, input);
    expect(found.code).toBe(code ?? 'InvalidParameterException');
    if (typeof message === 'string') expect(found.message).toBe(message);
    else expect(found.message).toMatch(message);
  });

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
