import { arn, head } from './parts.fixtures.ts';
import { whole } from './whole.fixtures.ts';

const existing = {
  ...head(),
  vpc: {
    id: 'vpc-1',
    cidr: '10.0.0.0/16',
    securityGroup: 'sg-control',
    sharedNodeSecurityGroup: 'sg-shared',
    manageSharedNodeSecurityGroupRules: true,
    subnets: {
      private: {
        one: { id: 'subnet-1', az: 'us-west-2a', cidr: '10.0.0.0/24' },
        two: { id: 'subnet-2', az: 'us-west-2b', cidr: '10.0.1.0/24' },
      },
      public: {
        three: { id: 'subnet-3', az: 'us-west-2a', cidr: '10.0.2.0/24' },
        four: { id: 'subnet-4', az: 'us-west-2b', cidr: '10.0.3.0/24' },
      },
    },
  },
  iam: { serviceRoleARN: arn('role', 'eks'), fargatePodExecutionRoleARN: arn('role', 'fargate') },
  fargateProfiles: [{ name: 'all', selectors: [{ namespace: 'default' }] }],
  nodeGroups: [{ name: 'web', containerRuntime: 'containerd', subnets: ['one'] }],
};

const pinned = {
  ...head(),
  vpc: {
    subnets: { private: { one: { id: 'subnet-1' }, two: { id: 'subnet-2' }, three: { id: 'subnet-3' } } },
    controlPlaneSubnetIDs: ['subnet-1', 'subnet-2'],
    controlPlaneSecurityGroupIDs: ['sg-1'],
  },
  privateCluster: { enabled: true, skipEndpointCreation: false, additionalEndpointServices: ['logs'] },
};

const version6 = {
  ...head(),
  kubernetesNetworkConfig: { ipFamily: 'IPv6' },
  vpc: { ipv6Cidr: '2600:1f14::/56', ipv6Pool: 'pool-1' },
  managedNodeGroups: [{ name: 'web' }],
};

const automatic = {
  ...head(),
  autoModeConfig: { enabled: true, nodePools: ['system'], permissionsBoundaryARN: arn('policy', 'boundary') },
};
const automaticGivenRole = {
  ...head(),
  autoModeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleARN: arn('role', 'auto') },
};

const hybrid = {
  ...head(),
  remoteNetworkConfig: {
    iam: { provider: 'IRA', caBundleCert: '-----BEGIN CERTIFICATE-----' },
    vpcGatewayID: 'tgw-1',
    remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }],
    remotePodNetworks: [{ cidrs: ['10.81.0.0/16'] }],
  },
};
const hybridGivenRole = {
  ...head(),
  remoteNetworkConfig: {
    iam: { roleARN: arn('role', 'hybrid') },
    remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }],
  },
};

/** Fields by themselves that above stand with others which need them. */
const plain = {
  ...head(),
  localZones: ['us-west-2-lax-1a'],
  vpc: { clusterEndpoints: { publicAccess: true, privateAccess: true } },
  accessConfig: { accessEntries: [{ principalARN: arn('role', 'nodes'), type: 'EC2_LINUX' }] },
  iam: {
    withOIDC: true,
    podIdentityAssociations: [
      {
        namespace: 'shop',
        serviceAccountName: 'till',
        roleARN: arn('role', 'till'),
        disableSessionTags: true,
      },
    ],
  },
  autoModeConfig: { enabled: true },
  managedNodeGroups: [
    {
      name: 'managed',
      disablePodIMDS: true,
      ssh: { allow: true },
      volumeType: 'gp2',
      volumeEncrypted: true,
      additionalVolumes: [{ volumeName: '/dev/xvdb', volumeType: 'gp2', volumeEncrypted: true }],
    },
  ],
  nodeGroups: [
    {
      name: 'own',
      amiFamily: 'AmazonLinux2023',
      disablePodIMDS: true,
      ssh: { allow: true },
      volumeType: 'gp2',
      volumeEncrypted: true,
      additionalVolumes: [{ volumeName: '/dev/xvdb', volumeType: 'gp2', volumeEncrypted: true }],
      instancesDistribution: { instanceTypes: ['m5.large'], spotAllocationStrategy: 'capacity-optimized' },
    },
  ],
  capabilities: [{ name: 'kro', type: 'KRO' }],
};

const scaled = {
  ...head({ tags: { 'karpenter.sh/discovery': 'shop' } }),
  iam: { withOIDC: true },
  karpenter: {
    version: '1.8.1',
    createServiceAccount: true,
    defaultInstanceProfile: 'shop-nodes',
    withSpotInterruptionQueue: true,
  },
};

/**
 * Documents that together name every field we carry out. Each is valid; each field in them is changed and removed
 * by every-field.test.ts.
 */
export const documents: Readonly<Record<string, Record<string, unknown>>> = {
  whole,
  existing,
  pinned,
  version6,
  automatic,
  automaticGivenRole,
  hybrid,
  hybridGivenRole,
  plain,
  scaled,
};
