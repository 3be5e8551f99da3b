import { describe, expect, it } from '@jest/globals';
import { arnOf, judged, pathsOf, roleFacts } from './facts.fixtures.ts';
import { managed, own, type Row, tableOf } from './rows.fixtures.ts';

const ebs = (more: object = {}) => [{ name: 'aws-ebs-csi-driver', ...more }];

const rows: readonly Row[] = [
  ['nothing of what is right', managed({ instanceType: 'm5.large' }), []],
  ['an add-on that EKS does not offer', { addons: [{ name: 'coredsn' }] }, ['addons[0].name']],
  ['an add-on by its name in capitals', { addons: [{ name: 'CoreDNS' }] }, []],
  [
    'a version of an add-on',
    { addons: [{ name: 'coredns', version: 'v9.9.9-eksbuild.1' }] },
    ['addons[0].version'],
  ],
  ['a version without its build that is offered', { addons: [{ name: 'coredns', version: '1.12.4' }] }, []],
  ['the latest version', { addons: [{ name: 'coredns', version: 'latest' }] }, []],
  [
    'a configuration value that the schema has not',
    { addons: [{ name: 'coredns', configurationValues: '{"replicas": 3}' }] },
    ['addons[0].configurationValues'],
  ],
  [
    'a configuration value of another type, in YAML',
    { addons: [{ name: 'coredns', configurationValues: 'replicaCount: three' }] },
    ['addons[0].configurationValues'],
  ],
  [
    'configuration that is no mapping',
    { addons: [{ name: 'coredns', configurationValues: 'three' }] },
    ['addons[0].configurationValues'],
  ],
  [
    'an add-on without images for any node',
    { ...managed({ instanceType: 'm6g.large' }), addons: [{ name: 'old-agent' }] },
    ['addons[0].name'],
  ],
  [
    'an add-on without images for some nodes',
    {
      managedNodeGroups: [
        { name: 'a', instanceType: 'm6g.large' },
        { name: 'b', instanceType: 'm5.large' },
      ],
      addons: [{ name: 'old-agent' }],
    },
    ['warning addons[0].name'],
  ],
  [
    'an add-on without the role that AWS recommends',
    { ...managed({}), addons: ebs() },
    ['warning addons[0]'],
  ],
  [
    'not one with Pod Identity',
    { ...managed({}), addons: ebs({ useDefaultPodIdentityAssociations: true }) },
    [],
  ],
  [
    'not one whose permissions are written',
    {
      ...managed({}),
      iam: { withOIDC: true },
      addons: [{ name: 'vpc-cni' }, ...ebs({ wellKnownPolicies: { ebsCSIController: true } })],
    },
    [],
  ],
  [
    'not one whose service account has an association',
    {
      ...managed({}),
      addons: ebs(),
      iam: {
        podIdentityAssociations: [
          { namespace: 'kube-system', serviceAccountName: 'ebs-csi-controller-sa', roleARN: arnOf('pods') },
        ],
      },
    },
    [],
    { roles: { [arnOf('pods')]: roleFacts(arnOf('pods'), { services: ['pods.eks.amazonaws.com'] }) } },
  ],
  [
    'not one whose nodes carry the policy',
    {
      ...managed({
        iam: {
          attachPolicyARNs: [
            'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
            'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
          ],
        },
      }),
      addons: ebs(),
    },
    [],
  ],
  [
    'one whose nodes carry the policy and hide it from pods',
    {
      ...managed({
        disablePodIMDS: true,
        iam: {
          attachPolicyARNs: [
            'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
            'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
          ],
        },
      }),
      addons: ebs(),
    },
    ['warning addons[0]'],
  ],
  [
    'the VPC CNI on nodes whose own policies leave its out',
    managed({ iam: { attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'] } }),
    ['warning addons[1]'],
  ],
  [
    'a type that EC2 does not offer in the region',
    managed({ instanceType: 'm5.lagre' }),
    ['managedNodeGroups[0].instanceType'],
  ],
  [
    'a type of a list',
    managed({ instanceTypes: ['m5.large', 'm9.x'] }),
    ['managedNodeGroups[0].instanceTypes'],
  ],
  [
    'a type of a mix',
    own({ instanceType: 'mixed', instancesDistribution: { instanceTypes: ['m9.x'] } }),
    ['nodeGroups[0].instancesDistribution.instanceTypes'],
  ],
  [
    'a type that is offered in other zones',
    managed({ instanceType: 'p5.48xlarge', availabilityZones: ['us-west-2a'] }),
    ['managedNodeGroups[0].instanceType'],
  ],
  [
    'a type that one of the zones lacks',
    managed({ instanceType: 'p5.48xlarge', availabilityZones: ['us-west-2a', 'us-west-2b'] }),
    ['warning managedNodeGroups[0].instanceType'],
  ],
  [
    'architectures that one image cannot start',
    managed({ instanceTypes: ['m5.large', 'm6g.large'] }),
    ['managedNodeGroups[0].instanceTypes'],
  ],
  [
    'spot of a type that is not sold so',
    managed({ instanceType: 'p5.48xlarge', spot: true }),
    ['managedNodeGroups[0].instanceType'],
  ],
  [
    'credits of types without',
    own({ instanceType: 'm5.large', cpuCredits: 'unlimited' }),
    ['nodeGroups[0].cpuCredits'],
  ],
  ['not credits of burstable types', own({ instanceType: 't3.large', cpuCredits: 'unlimited' }), []],
  [
    'a type without Nitro in an IPv6 cluster',
    {
      ...managed({ instanceType: 'm4.large' }),
      kubernetesNetworkConfig: { ipFamily: 'IPv6' },
      iam: { withOIDC: true },
      addons: [{ name: 'vpc-cni' }, { name: 'coredns' }, { name: 'kube-proxy' }],
    },
    ['managedNodeGroups[0].instanceType'],
  ],
];

describe('held against what AWS offers, a document is told of', () => {
  it.each(tableOf(rows))('%s', (_, document, paths, facts) => {
    expect(pathsOf(judged(document, facts))).toEqual(paths);
  });
});
