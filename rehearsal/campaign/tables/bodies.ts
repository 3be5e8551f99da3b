import { type Body, FORMER_MINOR, MINOR } from '../clusters.ts';
import type { Drawer, DrawTable, Row } from '../table.ts';

/** The region of a cluster that is drawn, and the beginning of its story (ISO 8601). */
export interface Placed extends Drawer {
  readonly region: string;
  readonly startAt: string;
}

const ACCOUNT = '111122223333';
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const accessPolicy = (name: string): string => `arn:aws:eks::aws:cluster-access-policy/${name}`;
const everywhere = { type: 'cluster' };
const readOnly = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'];
const group = (name: string, more: object = {}) => ({
  name,
  instanceType: 'm6i.large',
  desiredCapacity: 1,
  ...more,
});
/** Images that documents name, so that they are there. */
const FIRST_IMAGE = 'ami-0123456789abcdef0';
export const OTHER_IMAGE = 'ami-0fedcba9876543210';
const custom = (name: string, ami: string) =>
  group(name, {
    ami,
    amiFamily: 'AmazonLinux2023',
    overrideBootstrapCommand: '#!/bin/bash\n/etc/eks/bootstrap.sh golden\n',
  });
/** No add-on but those that a document names: a cluster comes up with less to wait for. */
const bare = { addonsConfig: { disableDefaultAddons: true } };
/** The same with the add-ons that a node needs to be Ready. */
const withNodes = { ...bare, addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }] };

const row = (
  name: string,
  weight: number,
  spec: Body['spec'],
  more: (region: string) => Partial<Body> = () => ({}),
): Row<Placed, Body> => ({ name, weight, draw: ({ region }) => ({ spec, ...more(region) }) });

const cache = (region: string) => ({
  annotations: {
    'eks-fleet.dev/ecr-pull-through-cache': JSON.stringify({
      ecrRepositoryPrefix: 'docker-hub',
      upstreamRegistryUrl: 'registry-1.docker.io',
      credentialArn: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:ecr-pullthroughcache/first-AbCdEf`,
    }),
  },
});

/** Small clusters, each with parts of its own, so that many of them together come to every kind of part. */
export const bodies: DrawTable<Placed, Body> = {
  name: 'bodies',
  rows: [
    row('empty', 3, bare),
    row('auto mode', 3, { autoModeConfig: { enabled: true, nodePools: ['general-purpose'] } }),
    row('auto mode of no pool', 1, { autoModeConfig: { enabled: true, nodePools: [] } }),
    row('fargate', 2, { ...bare, fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }] }),
    row('managed', 3, { ...withNodes, managedNodeGroups: [group('web', { desiredCapacity: 2 })] }),
    row('two groups', 2, {
      ...withNodes,
      managedNodeGroups: [
        group('web', { minSize: 1, maxSize: 5, labels: { tier: 'web' } }),
        group('batch', { instanceType: 'c6i.large', minSize: 0, maxSize: 4, spot: true }),
      ],
    }),
    row('own', 3, { ...withNodes, nodeGroups: [group('own', { minSize: 0, maxSize: 3 })] }),
    row('both kinds', 2, {
      ...withNodes,
      managedNodeGroups: [group('web')],
      nodeGroups: [group('own')],
    }),
    row('windows', 2, {
      managedNodeGroups: [group('web')],
      nodeGroups: [group('windows', { amiFamily: 'WindowsServer2022FullContainer' })],
    }),
    row('windows nodes that EKS manages', 2, {
      managedNodeGroups: [group('web'), group('windows', { amiFamily: 'WindowsServer2022FullContainer' })],
    }),
    row('bottlerocket', 1, {
      ...withNodes,
      managedNodeGroups: [
        group('rocket', {
          amiFamily: 'Bottlerocket',
          taints: [{ key: 'only', value: 'rocket', effect: 'NoSchedule' }],
        }),
      ],
    }),
    row('pod identities', 2, {
      addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }, { name: 'eks-pod-identity-agent' }],
      managedNodeGroups: [
        group('web', { instanceType: undefined, instanceTypes: ['m6i.large', 'm5.large'] }),
      ],
      iam: {
        podIdentityAssociations: [
          { namespace: 'shop', serviceAccountName: 'web', permissionPolicyARNs: readOnly },
        ],
      },
    }),
    row('add-on with a role', 2, {
      iam: { withOIDC: true },
      addons: [
        ...withNodes.addons,
        { name: 'coredns', configurationValues: '{"replicaCount":2}' },
        { name: 'aws-ebs-csi-driver', wellKnownPolicies: { ebsCSIController: true } },
      ],
      managedNodeGroups: [group('web')],
    }),
    row('service accounts', 2, {
      ...bare,
      iam: {
        withOIDC: true,
        serviceAccounts: [{ metadata: { name: 'reader', namespace: 'data' }, attachPolicyARNs: readOnly }],
      },
    }),
    row('access entries', 2, {
      ...bare,
      accessConfig: {
        accessEntries: [
          {
            principalARN: role('developers'),
            kubernetesGroups: ['developers'],
            accessPolicies: [
              { policyARN: accessPolicy('AmazonEKSViewPolicy'), accessScope: everywhere },
              { policyARN: accessPolicy('AmazonEKSEditPolicy'), accessScope: everywhere },
            ],
          },
        ],
      },
    }),
    row('private', 4, {
      ...withNodes,
      vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true } },
      managedNodeGroups: [group('inner', { privateNetworking: true })],
    }),
    row('isolated', 1, {
      vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true }, nat: { gateway: 'Disable' } },
      privateCluster: { enabled: true },
      managedNodeGroups: [group('inner', { privateNetworking: true })],
    }),
    row('logs and capability', 2, {
      ...bare,
      vpc: { nat: { gateway: 'Disable' } },
      cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 30 } },
      iam: { withOIDC: true },
      capabilities: [{ name: 'kro', type: 'KRO' }],
    }),
    row('identity provider', 1, {
      ...bare,
      identityProviders: [
        { type: 'oidc', name: 'company', issuerURL: 'https://id.example.com', clientID: 'kubernetes' },
      ],
    }),
    row('ipv6', 1, {
      kubernetesNetworkConfig: { ipFamily: 'IPv6' },
      iam: { withOIDC: true },
      addons: [{ name: 'vpc-cni' }, { name: 'coredns' }, { name: 'kube-proxy' }],
      managedNodeGroups: [group('six')],
    }),
    row('karpenter', 1, {
      iam: { withOIDC: true },
      karpenter: { version: '1.8.1', withSpotInterruptionQueue: true },
      managedNodeGroups: [group('home')],
    }),
    row('trusted roles', 1, {
      ...withNodes,
      iam: { serviceRolePermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`, withOIDC: true },
      managedNodeGroups: [group('trusted', { iam: { instanceRoleARN: role('node') } })],
      nodeGroups: [group('own-trusted', { iam: { instanceRoleARN: role('node') } })],
    }),
    row(
      'an add-on that fails',
      1,
      {
        ...bare,
        managedNodeGroups: [group('web')],
        addons: [...withNodes.addons, { name: 'aws-ebs-csi-driver' }],
      },
      () => ({
        mend: {
          iam: { withOIDC: true },
          addons: [{ name: 'aws-ebs-csi-driver', wellKnownPolicies: { ebsCSIController: true } }],
        },
      }),
    ),
    row(
      'two minors behind',
      3,
      { ...withNodes, managedNodeGroups: [group('web', { desiredCapacity: 2 }), group('batch')] },
      () => ({ minor: FORMER_MINOR }),
    ),
    // Its last version may come once standard support has ended: EKS makes no such cluster, and changes no policy.
    {
      name: 'two minors behind, at the end of its support',
      weight: 1,
      fits: ({ startAt }) => startAt < '2026-12-02',
      draw: () => ({
        spec: { ...bare, upgradePolicy: { supportType: 'STANDARD' } },
        minor: FORMER_MINOR,
        lastMinor: MINOR,
      }),
    },
    row('images of its own', 2, {
      ...withNodes,
      managedNodeGroups: [custom('first', FIRST_IMAGE), custom('second', OTHER_IMAGE)],
    }),
    row('four groups', 2, {
      ...withNodes,
      managedNodeGroups: ['a', 'b', 'c', 'd'].map((name) => group(name, { minSize: 1, maxSize: 3 })),
    }),
    row('cache of images', 1, bare, cache),
  ],
};
