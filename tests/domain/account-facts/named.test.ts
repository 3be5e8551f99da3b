import { describe, expect, it } from '@jest/globals';
import { arnOf, judged, pathsOf, roleFacts } from './facts.fixtures.ts';
import { managed, own, type Row, tableOf } from './rows.fixtures.ts';

const given = (more: object = {}) => ({
  vpc: {
    id: 'vpc-1',
    subnets: { private: { a: { id: 'subnet-1' }, b: { id: 'subnet-2' } } },
    ...more,
  },
});
const keyArn = 'arn:aws:kms:us-west-2:111122223333:key/1';
const key = (more: object = {}) => ({
  keys: {
    [keyArn]: {
      known: { arn: keyArn, state: 'Enabled', usage: 'ENCRYPT_DECRYPT', spec: 'SYMMETRIC_DEFAULT', ...more },
    },
  },
});

const rows: readonly Row[] = [
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

describe('held against what the account has, a document is told of', () => {
  it.each(tableOf(rows))('%s', (_, document, paths, facts) => {
    expect(pathsOf(judged(document, facts))).toEqual(paths);
  });
});
