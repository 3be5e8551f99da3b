import { describe, expect, it } from '@jest/globals';
import { CONTENT_KINDS, type DesiredContent, kindOf } from '../../../domain/contents/kinds.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from '../desired/fixtures.ts';

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const tags = { team: 'shop' };
const config = configOf(
  {
    cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 30 } },
    accessConfig: {
      accessEntries: [
        { principalARN: role('ops'), kubernetesGroups: ['ops'], kubernetesUsername: 'operator' },
      ],
    },
    iam: {
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'cart',
          roleARN: role('cart'),
          targetRoleARN: 'arn:aws:iam::444455556666:role/cart',
          disableSessionTags: true,
          tags,
        },
        { namespace: 'shop', serviceAccountName: 'own', wellKnownPolicies: { externalDNS: true } },
      ],
    },
    addons: [
      {
        name: 'CoreDNS',
        version: 'v1.12.4-eksbuild.2',
        configurationValues: '{}',
        resolveConflicts: 'overwrite',
        tags,
      },
    ],
    addonsConfig: { disableDefaultAddons: true },
    fargateProfiles: [
      {
        name: 'jobs',
        podExecutionRoleARN: role('fargate'),
        selectors: [{ namespace: 'jobs' }, { namespace: 'batch', labels: { run: 'fargate' } }],
        tags,
      },
    ],
    identityProviders: [
      {
        type: 'oidc',
        name: 'sso',
        issuerURL: 'https://sso.example.com',
        clientID: 'k',
        usernameClaim: 'email',
        usernamePrefix: 'sso:',
        groupsClaim: 'groups',
        groupsPrefix: 'sso-groups:',
        requiredClaims: { a: 'b' },
        tags,
      },
    ],
    capabilities: [{ name: 'ack', type: 'ACK', roleArn: role('ack'), tags }],
  },
  {
    version: '1.35',
    annotations: {
      'eks-fleet.dev/ecr-pull-through-cache': JSON.stringify({
        ecrRepositoryPrefix: 'quay',
        upstreamRegistryUrl: 'quay.io',
      }),
    },
  },
);
const facts = plannedFacts(config, account, '2026-11-24');
const contentsNow = () =>
  Object.values(CONTENT_KINDS)
    .flatMap(({ desired }) => desired(config, facts) as readonly DesiredContent[])
    .filter(({ key }) => key !== 'addon/eks-pod-identity-agent');

const clusterName = 'shop';
const own = { 'eks-fleet.dev/cluster': 'shop' };

/** The title of each content, and the request that makes it. */
const MADE: Readonly<Record<string, readonly [string, string, object]>> = {
  logRetention: [
    'Keep control-plane logs 30 days',
    'CreateLogGroup',
    { logGroupName: '/aws/eks/shop/cluster' },
  ],
  'pullThroughCacheRule/quay': [
    'Cache quay.io in ECR',
    'CreatePullThroughCacheRule',
    { ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' },
  ],
  [`accessEntry/${role('ops')}`]: [
    `Let ${role('ops')} in`,
    'CreateAccessEntry',
    {
      clusterName,
      principalArn: role('ops'),
      type: 'STANDARD',
      kubernetesGroups: ['ops'],
      username: 'operator',
      tags: own,
    },
  ],
  'addon/coredns': [
    'Install add-on coredns',
    'CreateAddon',
    {
      clusterName,
      addonName: 'coredns',
      addonVersion: 'v1.12.4-eksbuild.2',
      resolveConflicts: 'OVERWRITE',
      configurationValues: '{}',
      tags: { ...own, ...tags },
    },
  ],
  'fargateProfile/jobs': [
    'Create Fargate profile jobs',
    'CreateFargateProfile',
    {
      clusterName,
      fargateProfileName: 'jobs',
      podExecutionRoleArn: role('fargate'),
      subnets: ['A', 'B', 'C'].map((zone) => `<SubnetPrivateUSWEST2${zone}>`),
      selectors: [{ namespace: 'jobs' }, { namespace: 'batch', labels: { run: 'fargate' } }],
      tags: { ...own, ...tags },
    },
  ],
  'podIdentityAssociation/shop/cart': [
    'Give shop/cart its role',
    'CreatePodIdentityAssociation',
    {
      clusterName,
      namespace: 'shop',
      serviceAccount: 'cart',
      roleArn: role('cart'),
      targetRoleArn: 'arn:aws:iam::444455556666:role/cart',
      disableSessionTags: true,
      tags: { ...own, ...tags },
    },
  ],
  'podIdentityAssociation/shop/own': [
    'Give shop/own its role',
    'CreatePodIdentityAssociation',
    {
      clusterName,
      namespace: 'shop',
      serviceAccount: 'own',
      roleArn: role('eks-fleet/shop-us-west-2-pod-shop-own'),
      tags: own,
    },
  ],
  'identityProviderConfig/sso': [
    'Trust identity provider sso',
    'AssociateIdentityProviderConfig',
    {
      clusterName,
      oidc: {
        identityProviderConfigName: 'sso',
        issuerUrl: 'https://sso.example.com',
        clientId: 'k',
        usernameClaim: 'email',
        usernamePrefix: 'sso:',
        groupsClaim: 'groups',
        groupsPrefix: 'sso-groups:',
        requiredClaims: { a: 'b' },
      },
      tags: { ...own, ...tags },
    },
  ],
  'capability/ack': [
    'Enable capability ack',
    'CreateCapability',
    {
      clusterName,
      capabilityName: 'ack',
      type: 'ACK',
      roleArn: role('ack'),
      deletePropagationPolicy: 'RETAIN',
      tags: { ...own, ...tags },
    },
  ],
};

describe('what a document calls for', () => {
  it.each(Object.entries(MADE))(
    'is told by its title and made by one request: %s',
    (key, [title, operation, request]) => {
      const content = contentsNow().find((one) => one.key === key) as DesiredContent;
      expect(kindOf(content).title(content)).toBe(title);
      expect(kindOf(content).create(content)).toEqual({ operation, request });
      expect(content.needs).toEqual([]);
    },
  );

  it('is all that it says, and nothing where it says nothing', () => {
    expect(contentsNow().map(({ key }) => key)).toEqual(Object.keys(MADE));
    const least = configOf({ addonsConfig: { disableDefaultAddons: true } });
    for (const { desired } of Object.values(CONTENT_KINDS)) expect(desired(least, facts)).toEqual([]);
  });
});

describe('what is deleted before its cluster', () => {
  it.each([
    ['nodeGroup', 'delete node group x', 'DeleteNodegroup', 'nodegroupName', 180, 480],
    ['fargateProfile', 'delete Fargate profile x', 'DeleteFargateProfile', 'fargateProfileName', 60, 240],
    ['capability', 'delete capability x', 'DeleteCapability', 'capabilityName', 60, 300],
  ] as const)('is deleted by its name: a %s', (kind, title, operation, member, minSeconds, maxSeconds) => {
    const { deletion } = CONTENT_KINDS[kind];
    expect(deletion?.title('x')).toBe(title);
    expect(deletion?.change(clusterName, 'x')).toEqual({
      operation,
      request: { clusterName, [member]: 'x' },
    });
    expect(deletion?.expected).toEqual({ minSeconds, maxSeconds });
  });
});
