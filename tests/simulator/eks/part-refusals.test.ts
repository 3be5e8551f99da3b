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
const view = {
  ...shop,
  principalArn: role('person'),
  policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
};
const SECOND = { ...CLUSTER, name: 'second' };
const autoMode = {
  computeConfig: { enabled: true },
  kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
  storageConfig: { blockStorage: { enabled: true } },
};
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
  {
    name: 'refuses a custom AMI without a template',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, amiType: 'CUSTOM' },
    message: "Launch template details can't be null for Custom ami type node group",
  },
  {
    name: 'refuses a template without id and name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, launchTemplate: { version: '1' } },
    message: 'Either a launch template ID or a launch template name must be specified in the request.',
  },
  {
    name: 'refuses a group’s name with a dot, before it looks for the cluster',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, clusterName: 'none', nodegroupName: 'a.b' },
    message: /^The nodegroup name parameter contains invalid characters\./,
  },
  {
    name: 'looks for the cluster of a group before the rest of the request',
    operation: 'CreateNodegroup',
    code: 'ResourceNotFoundException',
    input: { ...NODEGROUP, clusterName: 'none', launchTemplate: { version: '1' } },
    message: 'No cluster found for name: none.',
  },
  {
    name: 'refuses thresholds of repairs as a number and a share',
    operation: 'CreateNodegroup',
    input: {
      ...NODEGROUP,
      nodeRepairConfig: { maxUnhealthyNodeThresholdCount: 1, maxUnhealthyNodeThresholdPercentage: 10 },
    },
    message: 'Either provide max parallel nodes to repair count or percentage in the request.',
  },
  {
    name: 'refuses an update config of a new group that says nothing',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, updateConfig: {} },
    message: 'UpdateConfig cannot be empty if set in the request.',
  },
  {
    name: 'refuses a cluster’s role of another account',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ roleArn: ELSEWHERE } },
    message: 'Cross-account pass role is not allowed.',
    code: 'AccessDeniedException',
  },
  {
    name: 'refuses an endpoint that is neither public nor private',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{
        resourcesVpcConfig: {
          ...CLUSTER.resourcesVpcConfig,
          endpointPublicAccess: false,
          endpointPrivateAccess: false,
        },
      },
    },
    message: 'Private and public endpoint access cannot be false',
  },
  {
    name: 'refuses a key of another region',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{
        encryptionConfig: [
          {
            resources: ['secrets'],
            provider: {
              keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f',
            },
          },
        ],
      },
    },
    message: 'The keyArn for encryptionConfig is scoped to invalid aws region.',
  },
  {
    name: 'refuses to encrypt anything but secrets',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{ encryptionConfig: [{ resources: ['configmaps'], provider: { keyArn: 'arn:aws:kms' } }] },
    },
    message: 'Invalid k8s resource for encryption',
  },
  {
    name: 'refuses a service range of IPv4 in a cluster of IPv6',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{ kubernetesNetworkConfig: { ipFamily: 'ipv6', serviceIpv4Cidr: '10.100.0.0/16' } },
    },
    message: 'serviceIpv4Cidr cannot be specified when creating an "ipv6" cluster',
  },
  {
    name: 'refuses pools of Auto Mode without a role for their nodes',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ ...autoMode, computeConfig: { enabled: true, nodePools: ['system'] } } },
    message: 'When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.',
  },
  {
    name: 'refuses Auto Mode beside the config map',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ ...autoMode, accessConfig: { authenticationMode: 'CONFIG_MAP' } } },
    message:
      'When EKS Auto Mode is enabled, you must use an EKS access config authentication mode of API_AND_CONFIG_MAP or API',
  },
  {
    name: 'refuses a remote network with public addresses in its own words',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['11.0.0.0/16'] }] } } },
    message: 'Invalid remote node network: CIDR 11.0.0.0/16 is not part of RFC 1918 or CGNAT',
  },
  {
    name: 'refuses a remote pod network that nodes use',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{
        remoteNetworkConfig: {
          remoteNodeNetworks: [{ cidrs: ['10.200.0.0/16'] }],
          remotePodNetworks: [{ cidrs: ['10.200.0.0/24'] }],
        },
      },
    },
    message:
      'Invalid remote pod network: CIDR 10.200.0.0/24 overlaps with already existing CIDR 10.200.0.0/16',
  },
  {
    name: 'refuses remote pod networks without networks of nodes',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ remoteNetworkConfig: { remotePodNetworks: [{ cidrs: ['10.200.0.0/16'] }] } } },
    message: 'remoteNodeNetworks are required when specifying remoteNetworkConfig.',
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
