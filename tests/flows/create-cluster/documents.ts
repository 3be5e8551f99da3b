import type { AppliedDocument } from '../../../rehearsal/applied-document.ts';

export const region = 'us-west-2';
export const account = '210987654321';

const cluster = (name: string, rest: Readonly<Record<string, unknown>>): AppliedDocument => ({
  source: `${name}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    ...rest,
    metadata: { name, region, version: '1.34', ...((rest.metadata as object | undefined) ?? {}) },
  },
});

/**
 * Documents of our own, each about another part of a ClusterConfig. All are in one region, so that one run has them
 * all.
 */
export const documents: readonly AppliedDocument[] = [
  cluster('shop', {
    metadata: { tags: { team: 'storefront' } },
    accessConfig: {
      accessEntries: [
        {
          principalARN: `arn:aws:iam::${account}:role/teams/storefront`,
          accessPolicies: [
            {
              policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
              accessScope: { type: 'namespace', namespaces: ['shop'] },
            },
          ],
        },
        { principalARN: `arn:aws:iam::${account}:user/auditor`, kubernetesGroups: ['auditors'] },
      ],
    },
    cloudWatch: { clusterLogging: { enableTypes: ['audit', 'api'], logRetentionInDays: 30 } },
    secretsEncryption: {
      keyARN: `arn:aws:kms:${region}:${account}:key/5b0a4c9e-1111-4222-8333-444455556666`,
    },
    addons: [
      { name: 'eks-pod-identity-agent' },
      { name: 'aws-ebs-csi-driver', version: 'latest', useDefaultPodIdentityAssociations: true },
    ],
    iam: {
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'orders',
          roleARN: `arn:aws:iam::${account}:role/orders`,
        },
        {
          namespace: 'shop',
          serviceAccountName: 'search',
          permissionPolicyARNs: [`arn:aws:iam::${account}:policy/search-index`],
          permissionsBoundaryARN: `arn:aws:iam::${account}:policy/team-boundary`,
        },
      ],
    },
    managedNodeGroups: [
      {
        name: 'web',
        instanceTypes: ['m6i.large', 'm6a.large'],
        desiredCapacity: 2,
        maxSize: 5,
        spot: true,
        labels: { tier: 'web' },
        taints: [{ key: 'burst', value: 'yes', effect: 'PreferNoSchedule' }],
        updateConfig: { maxUnavailable: 2 },
        ssh: { publicKeyName: 'operators' },
        securityGroups: { attachIDs: ['sg-0aa11bb22cc33dd44'] },
      },
      { name: 'trusted', launchTemplate: { id: 'lt-0123456789abcdef0', version: '2' } },
    ],
    nodeGroups: [
      {
        name: 'batch',
        instanceType: 'c6i.xlarge',
        desiredCapacity: 1,
        volumeSize: 120,
        privateNetworking: true,
      },
    ],
  }),
  cluster('easy', {
    autoModeConfig: { enabled: true, nodePools: ['general-purpose', 'system'] },
    zonalShiftConfig: { enabled: true },
    upgradePolicy: { supportType: 'STANDARD' },
  }),
  cluster('serverless', {
    fargateProfiles: [
      { name: 'system', selectors: [{ namespace: 'kube-system' }] },
      {
        name: 'jobs',
        selectors: [{ namespace: 'jobs', labels: { kind: 'nightly' } }],
        tags: { cost: 'jobs' },
      },
    ],
  }),
  cluster('mixed', {
    managedNodeGroups: [{ name: 'linux', desiredCapacity: 1 }],
    nodeGroups: [{ name: 'windows', amiFamily: 'WindowsServer2022CoreContainer', desiredCapacity: 1 }],
  }),
  cluster('closed', {
    vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true }, nat: { gateway: 'Disable' } },
    privateCluster: { enabled: true },
    managedNodeGroups: [{ name: 'inner', desiredCapacity: 1, privateNetworking: true }],
  }),
  cluster('settled', {
    vpc: {
      id: 'vpc-0f00dfeed00dfeed0',
      cidr: '10.20.0.0/16',
      subnets: {
        private: {
          'us-west-2a': { id: 'subnet-0aaaaaaaaaaaaaaa1', cidr: '10.20.0.0/20' },
          apps: { id: 'subnet-0aaaaaaaaaaaaaaa2', az: 'us-west-2b' },
        },
        public: {
          'us-west-2a': { id: 'subnet-0bbbbbbbbbbbbbbb1' },
          'us-west-2b': { id: 'subnet-0bbbbbbbbbbbbbbb2' },
        },
      },
    },
    managedNodeGroups: [
      {
        name: 'apps',
        desiredCapacity: 1,
        privateNetworking: true,
        iam: { instanceRoleARN: `arn:aws:iam::${account}:role/node` },
      },
    ],
  }),
  cluster('six', {
    kubernetesNetworkConfig: { ipFamily: 'IPv6' },
    iam: { withOIDC: true },
    addons: [{ name: 'vpc-cni' }, { name: 'coredns' }, { name: 'kube-proxy' }],
    managedNodeGroups: [{ name: 'six', desiredCapacity: 1 }],
  }),
  cluster('accounts', {
    iam: {
      withOIDC: true,
      serviceAccounts: [
        {
          metadata: { name: 'reader', namespace: 'data' },
          attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
        { metadata: { name: 'dns', namespace: 'kube-system' }, wellKnownPolicies: { externalDNS: true } },
      ],
    },
    managedNodeGroups: [{ name: 'gpu', instanceType: 'g5.xlarge', desiredCapacity: 1 }],
  }),
  cluster('edge', {
    localZones: ['us-west-2-den-1a'],
    managedNodeGroups: [{ name: 'home', desiredCapacity: 1 }],
    nodeGroups: [
      { name: 'edge', localZones: ['us-west-2-den-1a'], instanceType: 't3.medium', desiredCapacity: 1 },
    ],
  }),
];

/** Documents that AWS refuses without their prerequisites. */
export const dependent: readonly AppliedDocument[] = documents.filter(({ source }) =>
  ['settled.yaml', 'edge.yaml'].includes(source),
);
