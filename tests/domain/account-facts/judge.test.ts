import { describe, expect, it } from '@jest/globals';
import type { AccountFacts } from '../../../domain/account-facts/facts.ts';
import { judgeFacts } from '../../../domain/account-facts/judge.ts';
import { factsWanted } from '../../../domain/account-facts/wanted.ts';
import { account, configOf } from '../desired/fixtures.ts';
import { allKnown, arnOf, judged, pathsOf, roleFacts } from './facts.fixtures.ts';

const managed = (more: object) => ({ managedNodeGroups: [{ name: 'web', ...more }] });
const own = (more: object) => ({ nodeGroups: [{ name: 'own', ...more }] });
const given = (more: object = {}) => ({
  vpc: {
    id: 'vpc-1',
    subnets: { private: { a: { id: 'subnet-1' }, b: { id: 'subnet-2' } } },
    ...more,
  },
});
const ebs = (more: object = {}) => [{ name: 'aws-ebs-csi-driver', ...more }];
const keyArn = 'arn:aws:kms:us-west-2:111122223333:key/1';
const key = (more: object = {}) => ({
  keys: {
    [keyArn]: {
      known: { arn: keyArn, state: 'Enabled', usage: 'ENCRYPT_DECRYPT', spec: 'SYMMETRIC_DEFAULT', ...more },
    },
  },
});

type Row = readonly [
  what: string,
  document: Record<string, unknown>,
  paths: readonly string[],
  facts?: Partial<AccountFacts>,
];

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
  [
    'an image that is not there',
    managed({ ami: 'ami-9', overrideBootstrapCommand: '#!' }),
    ['managedNodeGroups[0].ami'],
  ],
  [
    'an image that is not ready',
    managed({ ami: 'ami-2', overrideBootstrapCommand: '#!' }),
    ['managedNodeGroups[0].ami'],
  ],
  [
    'an image of another architecture',
    managed({ ami: 'ami-1', instanceType: 'm6g.large', overrideBootstrapCommand: '#!' }),
    ['managedNodeGroups[0].ami'],
  ],
  ['a family without published images', own({ amiFamily: 'Ubuntu2404' }), ['nodeGroups[0].amiFamily']],
  ['a VPC that is not there', given(), ['vpc.id'], { vpcCidrs: { known: undefined } }],
  [
    "a group's subnet that is not there",
    { ...given(), ...managed({ subnets: ['subnet-9'] }) },
    ['managedNodeGroups[0].subnets[0]'],
  ],
  [
    "a group's subnet of another VPC",
    { ...given(), ...managed({ subnets: ['subnet-far'] }) },
    ['managedNodeGroups[0].subnets[0]'],
  ],
  [
    'subnets that are all in one zone',
    given({ subnets: { private: { a: { id: 'subnet-1' }, b: { id: 'subnet-3' } } } }),
    ['vpc.subnets'],
  ],
  [
    'Fargate in a subnet from which a route leads out',
    {
      ...given(),
      fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }], subnets: ['subnet-3'] }],
    },
    ['fargateProfiles[0].subnets'],
  ],
  ['a security group of another VPC', given({ securityGroup: 'sg-far' }), ['vpc.securityGroup']],
  ['a security group that is not there', given({ securityGroup: 'sg-9' }), ['vpc.securityGroup']],
  [
    'a security group of a VPC that is still to be made',
    managed({ privateNetworking: true, securityGroups: { attachIDs: ['sg-9'] } }),
    ['warning managedNodeGroups[0].securityGroups.attachIDs[0]'],
  ],
  [
    'an access policy that EKS has not',
    {
      accessConfig: {
        accessEntries: [
          {
            principalARN: 'arn:aws:iam::111122223333:user/auditor',
            accessPolicies: [
              {
                policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewerPolicy',
                accessScope: { type: 'cluster' },
              },
            ],
          },
        ],
      },
    },
    ['accessConfig.accessEntries[0].accessPolicies[0].policyARN'],
  ],
  ['a zone that there is not', { availabilityZones: ['us-west-2a', 'us-west-2z'] }, ['availabilityZones[1]']],
  ['a local zone without opt-in', { localZones: ['us-west-2-lax-1a'] }, ['localZones[0]']],
  ['a key pair', managed({ ssh: { publicKeyName: 'operator' } }), ['managedNodeGroups[0].ssh.publicKeyName']],
  [
    'a placement group',
    managed({ placement: { groupName: 'closed' } }),
    ['managedNodeGroups[0].placement.groupName'],
  ],
  [
    'a launch template',
    managed({ launchTemplate: { id: 'lt-9' } }),
    ['managedNodeGroups[0].launchTemplate.id'],
  ],
  [
    'a version of a launch template',
    managed({ launchTemplate: { id: 'lt-1', version: '7' } }),
    ['managedNodeGroups[0].launchTemplate.version'],
  ],
  [
    'a launch template that asks for spot',
    managed({ launchTemplate: { id: 'lt-spot' } }),
    ['managedNodeGroups[0].launchTemplate'],
  ],
  [
    'types beside a launch template that has one',
    managed({ launchTemplate: { id: 'lt-typed' }, instanceTypes: ['m5.large'] }),
    ['managedNodeGroups[0].instanceTypes'],
  ],
  [
    'a key that is not there',
    { secretsEncryption: { keyARN: keyArn } },
    ['secretsEncryption.keyARN'],
    { keys: { [keyArn]: { known: undefined } } },
  ],
  [
    'a key that is to be deleted',
    { secretsEncryption: { keyARN: keyArn } },
    ['secretsEncryption.keyARN'],
    key({ state: 'PendingDeletion' }),
  ],
  [
    'a key for signatures',
    { secretsEncryption: { keyARN: keyArn } },
    ['secretsEncryption.keyARN'],
    key({ usage: 'SIGN_VERIFY', spec: 'RSA_2048' }),
  ],
  [
    'a key of another region',
    managed({ volumeEncrypted: true, volumeKmsKeyID: keyArn.replace('us-west-2', 'eu-west-1') }),
    ['managedNodeGroups[0].volumeKmsKeyID'],
  ],
  ['not a key that serves', { secretsEncryption: { keyARN: keyArn } }, [], key()],
  [
    'a role that is not there',
    managed({ iam: { instanceRoleARN: arnOf('gone') } }),
    ['managedNodeGroups[0].iam.instanceRoleARN'],
    { roles: { [arnOf('gone')]: { known: undefined } } },
  ],
  [
    'a role of another path',
    managed({ iam: { instanceRoleARN: arnOf('node') } }),
    ['managedNodeGroups[0].iam.instanceRoleARN'],
    {
      roles: {
        [arnOf('node')]: roleFacts(arnOf('team/node'), { managedPolicies: ['x/AmazonEKS_CNI_Policy'] }),
      },
    },
  ],
  ['a role that trusts another service', { iam: { serviceRoleARN: arnOf('node') } }, ['iam.serviceRoleARN']],
  [
    'a role of another account',
    { iam: { serviceRoleARN: 'arn:aws:iam::999999999999:role/eks' } },
    ['iam.serviceRoleARN'],
  ],
  [
    'a policy that is not there',
    managed({ iam: { attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKSCNIPolicy'] } }),
    ['managedNodeGroups[0].iam.attachPolicyARNs[0]', 'warning addons[1]'],
    { policies: { 'arn:aws:iam::aws:policy/AmazonEKSCNIPolicy': { known: false } } },
  ],
  [
    'an instance profile with another role',
    own({ iam: { instanceProfileARN: arnOf('p', 'instance-profile'), instanceRoleARN: arnOf('node') } }),
    ['nodeGroups[0].iam.instanceRoleARN'],
    {
      instanceProfiles: { [arnOf('p', 'instance-profile')]: { known: [arnOf('other')] } },
      roles: { [arnOf('node')]: roleFacts(arnOf('node'), { managedPolicies: ['x/AmazonEKS_CNI_Policy'] }) },
    },
  ],
];

describe('held against the account, a document is told of', () => {
  it.each(rows.map(([what, document, paths, facts = {}]) => [what, document, paths, facts] as const))(
    '%s',
    (_, document, paths, facts) => {
      expect(pathsOf(judged(document, facts))).toEqual(paths);
    },
  );

  it('a Kubernetes version that EKS does not offer, and one in extended support', () => {
    expect(pathsOf(judged({}, {}, { metadata: { version: '1.34' } }))).toEqual(['metadata.version']);
    expect(pathsOf(judged({}, {}, { metadata: { version: '1.33' } }))).toEqual(['warning metadata.version']);
    const behind = { metadata: { version: '1.34' }, clusterVersion: '1.35' };
    expect(pathsOf(judged({}, {}, behind))).toEqual([]);
  });

  it('all of its mistakes at once', () => {
    const document = {
      ...managed({
        instanceTypes: ['m5.large', 'm6g.large', 'm5.lagre'],
        ssh: { publicKeyName: 'operator' },
      }),
      addons: [{ name: 'coredsn' }, { name: 'coredns', version: '9' }],
    };
    expect(judged(document).problems.map(({ path }) => path)).toEqual([
      'addons[0].name',
      'addons[1].version',
      'managedNodeGroups[0].instanceTypes',
      'managedNodeGroups[0].instanceTypes',
      'managedNodeGroups[0].ssh.publicKeyName',
    ]);
  });
});

describe('a document of very many names', () => {
  it('is looked up in part, which is told', () => {
    const podIdentityAssociations = Array.from({ length: 150 }, (_, index) => ({
      namespace: 'shop',
      serviceAccountName: `s-${index}`,
      roleARN: arnOf(`pods-${index}`),
    }));
    const document = { iam: { podIdentityAssociations } };
    const { roles } = factsWanted(configOf(document, { version: '1.35' }), account);
    expect(roles.length).toBe(100);
    const services = ['pods.eks.amazonaws.com'];
    const known = Object.fromEntries(roles.map((arn) => [arn, roleFacts(arn, { services })]));
    const { problems, warnings } = judged(document, { roles: known });
    expect(problems).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual(['50 of them are not looked up']);
  });
});

describe('what is found says what may be meant', () => {
  it.each([
    ['an add-on', { addons: [{ name: 'coredsn' }] }, 'did you mean coredns?'],
    ['an instance type', managed({ instanceType: 'm5.lagre' }), 'did you mean m5.large?'],
    ['a key pair', managed({ ssh: { publicKeyName: 'operator' } }), 'did you mean operators?'],
    ['a zone', { availabilityZones: ['us-west-2a', 'us-west-2z'] }, 'did you mean us-west-2a?'],
  ])('%s', (_, document, alternative) => {
    expect(judged(document).problems[0]?.alternative).toBe(alternative);
  });
});

describe('what could not be asked', () => {
  it('is one warning an action, and refuses nothing', () => {
    const denied = { denied: 'ec2:DescribeInstanceTypes' };
    const document = {
      ...managed({ instanceTypes: ['m5.large', 'm6g.large'], iam: { instanceRoleARN: arnOf('gone') } }),
    };
    const role = { [arnOf('gone')]: { denied: 'iam:GetRole' } };
    const { problems, warnings } = judged(document, { instanceTypes: denied, roles: role });
    expect(problems).toEqual([]);
    expect(warnings.map(({ allowed, found }) => [found, allowed])).toEqual([
      ['AccessDenied', 'ec2:DescribeInstanceTypes'],
      ['AccessDenied', 'iam:GetRole'],
    ]);
  });

  it.each(
    Object.keys(allKnown).filter(
      (name) => !['kubernetesVersion', 'roles', 'policies', 'instanceProfiles', 'keys'].includes(name),
    ),
  )('breaks nothing: %s', (name) => {
    const document = { ...managed({ instanceType: 'm5.large' }), addons: [{ name: 'coredns' }] };
    const { problems, warnings } = judged(document, { [name]: { denied: `x:${name}` } });
    expect(problems).toEqual([]);
    expect(warnings.map(({ allowed }) => allowed)).toEqual([`x:${name}`]);
  });
});

describe('a part of a cluster that is there and stays as it is', () => {
  it('is told of, and refused no more', () => {
    const config = configOf({ addons: [{ name: 'coredsn' }, { name: 'kube-prox' }] }, { version: '1.35' });
    const about = { config, facts: allKnown, account, readText: JSON.parse, clusterVersion: '1.35' };
    const { problems, warnings } = judgeFacts(about, (part) => part === 'addon/coredsn');
    expect(problems.map(({ path }) => path)).toEqual(['addons[1].name']);
    expect(warnings.map(({ path }) => path)).toEqual(['addons[0].name']);
  });
});
