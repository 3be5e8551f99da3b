import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import { account, document, region } from '../workflow-scenarios/by-hand.ts';

type Json = Readonly<Record<string, unknown>>;

const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
const accessPolicy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
const everywhere = { type: 'cluster' };

const pullThroughCache = (credentialArn?: string) => ({
  'eks-fleet.dev/ecr-pull-through-cache': JSON.stringify({
    ecrRepositoryPrefix: 'docker-hub',
    upstreamRegistryUrl: 'registry-1.docker.io',
    credentialArn,
  }),
});
const secret = (name: string) =>
  `arn:aws:secretsmanager:${region}:${account}:secret:ecr-pullthroughcache/${name}-AbCdEf`;

/** Every kind of resource that a cluster can have, as the first request makes it. */
export const everything = document(
  'everything',
  {
    cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 30 } },
    iam: {
      withOIDC: true,
      serviceAccounts: [
        {
          metadata: { name: 'reader', namespace: 'data' },
          attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
      ],
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'web',
          permissionPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
        { namespace: 'shop', serviceAccountName: 'orders', roleARN: arn('role', 'orders') },
      ],
    },
    accessConfig: {
      accessEntries: [
        {
          principalARN: arn('role', 'developers'),
          kubernetesGroups: ['developers'],
          accessPolicies: [
            { policyARN: accessPolicy('AmazonEKSViewPolicy'), accessScope: everywhere },
            { policyARN: accessPolicy('AmazonEKSEditPolicy'), accessScope: everywhere },
          ],
        },
      ],
    },
    addons: [
      { name: 'vpc-cni', useDefaultPodIdentityAssociations: true },
      { name: 'kube-proxy', version: 'latest' },
      { name: 'coredns' },
      { name: 'eks-pod-identity-agent' },
      { name: 'aws-ebs-csi-driver', wellKnownPolicies: { ebsCSIController: true } },
    ],
    managedNodeGroups: [
      { name: 'managed', instanceType: 'm5.large', desiredCapacity: 1, maxSize: 3, ssh: { allow: true } },
      { name: 'trusted', desiredCapacity: 1, iam: { instanceRoleARN: arn('role', 'node') } },
    ],
    nodeGroups: [
      {
        name: 'own',
        desiredCapacity: 1,
        asgMetricsCollection: [{ granularity: '1Minute' }],
        ssh: {
          publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
        },
      },
      { name: 'own-trusted', desiredCapacity: 1, iam: { instanceRoleARN: arn('role', 'node') } },
    ],
    fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
    identityProviders: [
      { type: 'oidc', name: 'company', issuerURL: 'https://id.example.com', clientID: 'kubernetes' },
    ],
    capabilities: [{ name: 'kro', type: 'KRO' }],
  },
  { tags: { env: 'test' }, annotations: pullThroughCache(secret('first')) },
);

const original = everything.value as Json;

/** The same cluster with everything changed that can be changed in place. */
export const everythingChanged = document(
  'everything',
  {
    ...original,
    cloudWatch: { clusterLogging: { enableTypes: ['api', 'audit'], logRetentionInDays: 60 } },
    secretsEncryption: {
      keyARN: `arn:aws:kms:${region}:${account}:key/5b0a4c9e-1111-4222-8333-444455556666`,
    },
    iam: {
      withOIDC: true,
      serviceAccounts: [
        {
          metadata: { name: 'reader', namespace: 'data' },
          attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess'],
          tags: { cost: 'data' },
        },
      ],
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'web',
          permissionPolicyARNs: ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess'],
          tags: { cost: 'shop' },
        },
        { namespace: 'shop', serviceAccountName: 'orders', roleARN: arn('role', 'billing') },
      ],
    },
    accessConfig: {
      accessEntries: [
        {
          principalARN: arn('role', 'developers'),
          kubernetesGroups: ['developers', 'operators'],
          accessPolicies: [{ policyARN: accessPolicy('AmazonEKSViewPolicy'), accessScope: everywhere }],
        },
      ],
    },
    addons: [
      { name: 'vpc-cni', useDefaultPodIdentityAssociations: true },
      { name: 'kube-proxy', version: 'latest' },
      { name: 'coredns', configurationValues: '{"replicaCount":3}' },
      { name: 'eks-pod-identity-agent' },
      { name: 'aws-ebs-csi-driver', wellKnownPolicies: { ebsCSIController: true } },
    ],
    managedNodeGroups: [
      {
        name: 'managed',
        instanceType: 'm5.large',
        desiredCapacity: 2,
        maxSize: 4,
        labels: { tier: 'web' },
        ssh: { allow: true },
      },
      { name: 'trusted', desiredCapacity: 1, iam: { instanceRoleARN: arn('role', 'node') } },
    ],
    nodeGroups: [
      {
        name: 'own',
        desiredCapacity: 2,
        maxSize: 3,
        ssh: {
          publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
        },
      },
      { name: 'own-trusted', desiredCapacity: 1, iam: { instanceRoleARN: arn('role', 'node') } },
    ],
    capabilities: [{ name: 'kro', type: 'KRO', roleArn: arn('role', 'kro') }],
  },
  {
    version: '1.35',
    tags: { env: 'production', team: 'platform' },
    annotations: pullThroughCache(secret('second')),
  },
);

export const plain = document('plain');
export const karpenter = document('nodeless', {
  iam: { withOIDC: true },
  karpenter: { version: '1.8.1', withSpotInterruptionQueue: true },
  managedNodeGroups: [{ name: 'home', desiredCapacity: 1 }],
});
/** A document whose roles' names a scenario first gives to other roles. */
export const blocked = document('blocked', {
  addons: [{ name: 'eks-pod-identity-agent' }],
  iam: {
    withOIDC: true,
    serviceAccounts: [
      {
        metadata: { name: 'reader', namespace: 'data' },
        roleName: 'blocked-reader',
        attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
      },
    ],
  },
});
export const autoMode = document('auto', { autoModeConfig: { enabled: true } });
export const ipv6 = document('six', {
  kubernetesNetworkConfig: { ipFamily: 'IPv6' },
  iam: { withOIDC: true },
  addons: [{ name: 'vpc-cni' }, { name: 'coredns' }, { name: 'kube-proxy' }],
  managedNodeGroups: [{ name: 'six', desiredCapacity: 1 }],
});
export const isolated = document('isolated', {
  vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true }, nat: { gateway: 'Disable' } },
  privateCluster: { enabled: true },
  managedNodeGroups: [{ name: 'inner', desiredCapacity: 1, privateNetworking: true }],
});
/** Its add-on fails once the cluster is there: it calls AWS, and nothing gives it a role. */
export const doomed = document('doomed', {
  managedNodeGroups: [{ name: 'web', desiredCapacity: 1 }],
  addons: [{ name: 'vpc-cni' }, { name: 'aws-ebs-csi-driver' }],
});
/** Its first task refuses it: a network cannot have that address range. */
export const refused = document('refused', { vpc: { cidr: 'no block' } });

/** Documents with one kind of resource each, before and after a change in place: quicker than everything at once. */
export const features: readonly (readonly [before: AppliedDocument, after: AppliedDocument])[] = (
  [
    ['cloudWatch'],
    ['accessConfig'],
    ['iam'],
    ['addons'],
    ['managedNodeGroups'],
    ['nodeGroups'],
    ['fargateProfiles'],
    ['identityProviders'],
    ['capabilities'],
    ['secretsEncryption'],
  ] as const
).map(([field]) => {
  const name = field.toLowerCase();
  const of = (whole: AppliedDocument, metadata: Json): AppliedDocument => {
    const value = (whole.value as Json)[field];
    const more = field === 'addons' ? { iam: { withOIDC: true } } : {};
    return document(name, value === undefined ? more : { ...more, [field]: value }, metadata);
  };
  return [of(everything, {}), of(everythingChanged, { tags: { team: 'platform' } })] as const;
});
/**
 * A document whose two versions differ in things that a stack of ours changes in place: NAT gateways, a boundary, and
 * tags that go.
 */
const changedInPlace = (gateway: 'Single' | 'HighlyAvailable', boundary: string, tags: Json) =>
  document(
    'inplace',
    {
      vpc: { nat: { gateway } },
      iam: { withOIDC: true, serviceRolePermissionsBoundary: arn('policy', boundary) },
      nodeGroups: [{ name: 'own', desiredCapacity: 1 }],
    },
    { tags },
  );
export const inPlace = [
  changedInPlace('Single', 'first', { env: 'test', team: 'platform' }),
  changedInPlace('HighlyAvailable', 'second', { env: 'test' }),
] as const;
/** Its role trusts the cluster's OIDC issuer, which is another one each time that the cluster is made. */
export const reborn = document('reborn', {
  iam: {
    withOIDC: true,
    serviceAccounts: [
      {
        metadata: { name: 'reader', namespace: 'data' },
        attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
      },
    ],
  },
});
/** A node group and an add-on that EKS may fail to make. */
export const unlucky = document('unlucky', {
  addons: [{ name: 'vpc-cni' }],
  managedNodeGroups: [{ name: 'web', desiredCapacity: 1 }],
});
/** A cluster for which a Fleet document has schedules and topics. */
export const scheduled = document(
  'scheduled',
  {
    managedNodeGroups: [{ name: 'managed', minSize: 0, desiredCapacity: 1, maxSize: 2 }],
    nodeGroups: [{ name: 'own', minSize: 0, desiredCapacity: 1, maxSize: 2 }],
  },
  { tags: { env: 'dev' } },
);
/** Its node group's launch template changes in place: another key to log in with. */
const keyed = (key: string) =>
  document('keyed', {
    managedNodeGroups: [
      {
        name: 'web',
        desiredCapacity: 1,
        ssh: {
          publicKey: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2${key}`,
        },
      },
    ],
  });
export const rekeyed = [keyed('l9GKJl'), keyed('l9GKJm')] as const;
const cached = (which: string) => document('cached', {}, { annotations: pullThroughCache(secret(which)) });
export const caching = [cached('first'), cached('second')] as const;
