import { parse } from 'yaml';
import type { AccountFacts, RoleFacts } from '../../../domain/account-facts/facts.ts';
import { policyUses } from '../../../domain/account-facts/identities.ts';
import type { InstanceTypeFacts } from '../../../domain/account-facts/instance-type-facts.ts';
import { type Judgement, judgeFacts } from '../../../domain/account-facts/judge.ts';
import type { Judged } from '../../../domain/account-facts/rules/rule.ts';
import { account, configOf } from '../desired/fixtures.ts';

const addon = (version: string, more: object = {}) => ({
  version,
  isDefault: false,
  architectures: ['amd64', 'arm64'],
  requiresIamPermissions: false,
  ...more,
});
const type = (architecture: string, more: Partial<InstanceTypeFacts> = {}): InstanceTypeFacts => ({
  architectures: [architecture],
  vcpus: 2,
  hasNvidiaGpu: false,
  hasNeuron: false,
  isNitro: true,
  isBurstable: false,
  usageClasses: ['on-demand', 'spot'],
  ...more,
});
const subnet = (SubnetId: string, zone: string, more: object = {}) => ({
  SubnetId,
  VpcId: 'vpc-1',
  AvailabilityZone: `us-west-2${zone}`,
  ...more,
});

export const arnOf = (name: string, kind = 'role') => `arn:aws:iam::111122223333:${kind}/${name}`;
export const roleFacts = (arn: string, more: Partial<RoleFacts> = {}): { readonly known: RoleFacts } => ({
  known: {
    arn,
    services: ['ec2.amazonaws.com'],
    trustsFederated: false,
    managedPolicies: [],
    ...more,
  },
});

/** An account in which the tests' documents have no problems, until a test changes it. */
export const allKnown: AccountFacts = {
  kubernetesVersion: '1.35',
  kubernetesVersions: {
    known: [
      { version: '1.36', isDefault: true, isExtended: false },
      { version: '1.35', isDefault: false, isExtended: false },
      { version: '1.33', isDefault: false, isExtended: true },
    ],
  },
  addons: {
    known: {
      coredns: [addon('v1.13.1-eksbuild.1', { isDefault: true }), addon('v1.12.4-eksbuild.1')],
      'kube-proxy': [addon('v1.35.2-eksbuild.2', { isDefault: true })],
      'metrics-server': [addon('v0.8.1-eksbuild.4', { isDefault: true })],
      'vpc-cni': [addon('v1.21.1-eksbuild.1', { isDefault: true, requiresIamPermissions: true })],
      'aws-ebs-csi-driver': [addon('v1.53.0-eksbuild.1', { isDefault: true, requiresIamPermissions: true })],
      'eks-pod-identity-agent': [addon('v1.3.10-eksbuild.1', { isDefault: true })],
      'old-agent': [addon('v1.0.0', { isDefault: true, architectures: ['amd64'] })],
    },
  },
  addonConfigurations: {
    known: {
      'vpc-cni': {
        serviceAccounts: [
          {
            serviceAccount: 'aws-node',
            recommendedManagedPolicies: ['arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy'],
          },
        ],
      },
      'aws-ebs-csi-driver': {
        serviceAccounts: [
          {
            serviceAccount: 'ebs-csi-controller-sa',
            recommendedManagedPolicies: ['arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy'],
          },
        ],
      },
      coredns: {
        schema: JSON.stringify({
          $ref: '#/definitions/Coredns',
          definitions: {
            Coredns: {
              type: 'object',
              additionalProperties: false,
              properties: { replicaCount: { type: 'integer' }, computeType: { type: 'string' } },
            },
          },
        }),
        serviceAccounts: [],
      },
    },
  },
  accessPolicies: {
    known: ['arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy'],
  },
  zones: {
    known: [
      { zone: 'us-west-2a', type: 'availability-zone', isUsable: true },
      { zone: 'us-west-2b', type: 'availability-zone', isUsable: true },
      { zone: 'us-west-2-lax-1a', type: 'local-zone', isUsable: false },
    ],
  },
  instanceTypes: {
    known: {
      'm5.large': type('x86_64'),
      'm6g.large': type('arm64'),
      't3.large': type('x86_64', { isBurstable: true }),
      'm4.large': type('x86_64', { isNitro: false }),
      'p5.48xlarge': type('x86_64', { usageClasses: ['on-demand', 'capacity-block'] }),
    },
  },
  offered: {
    known: new Map([
      ['m5.large', ['us-west-2a', 'us-west-2b']],
      ['m6g.large', ['us-west-2a', 'us-west-2b']],
      ['t3.large', ['us-west-2a', 'us-west-2b']],
      ['m4.large', ['us-west-2a']],
      ['p5.48xlarge', ['us-west-2b']],
    ]),
  },
  subnets: {
    known: {
      'subnet-1': subnet('subnet-1', 'a'),
      'subnet-2': subnet('subnet-2', 'b'),
      'subnet-3': subnet('subnet-3', 'a'),
      'subnet-far': subnet('subnet-far', 'a', { VpcId: 'vpc-2' }),
    },
  },
  vpcCidrs: { known: ['10.0.0.0/16'] },
  openSubnets: { known: ['subnet-3'] },
  securityGroups: { known: { 'sg-1': 'vpc-1', 'sg-far': 'vpc-2' } },
  keyPairs: { known: ['operators'] },
  placementGroups: { known: ['close'] },
  images: {
    known: {
      'ami-1': { state: 'available', architecture: 'x86_64', isWindows: false },
      'ami-2': { state: 'pending', architecture: 'x86_64', isWindows: false },
    },
  },
  imageParameters: {
    known: ['/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id'],
  },
  launchTemplates: {
    known: {
      'lt-1': {},
      'lt-1:1': {},
      'lt-spot': { marketType: 'spot' },
      'lt-typed': { instanceType: 'm5.large' },
    },
  },
  groupImages: { known: {} },
  roles: { [arnOf('node')]: roleFacts(arnOf('node')) },
  policies: {},
  instanceProfiles: {},
  keys: {},
  quotas: {},
  counts: { clusters: { known: 0 }, vpcs: { known: 1 }, addresses: { known: 0 } },
};

/** Problems and warnings of a document made of `more`, with their paths. */
export function judged(
  more: Record<string, unknown>,
  facts: Partial<AccountFacts> = {},
  about: Partial<Judged> & { readonly metadata?: Record<string, unknown> } = {},
): Judgement {
  const { metadata = { version: '1.35' }, ...rest } = about;
  const config = configOf(more, metadata);
  const policies = Object.fromEntries(policyUses(config).map(({ arn }) => [arn, { known: true }]));
  return judgeFacts({
    config,
    facts: { ...allKnown, policies, ...facts },
    account,
    readText: parse,
    ...rest,
  });
}

export const pathsOf = ({ problems, warnings }: Judgement): readonly string[] => [
  ...problems.map(({ path }) => path),
  ...warnings.map(({ path }) => `warning ${path}`),
];
