import { account, document, region } from '../workflow-scenarios/by-hand.ts';

type Json = Readonly<Record<string, unknown>>;
const arn = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;

/** A document for a network of the user's own. */
export const settled = document('settled', {
  vpc: {
    id: 'vpc-0f00dfeed00dfeed0',
    cidr: '10.20.0.0/16',
    subnets: {
      private: {
        'us-west-2a': { id: 'subnet-0aaaaaaaaaaaaaaa1', cidr: '10.20.0.0/20' },
        'us-west-2b': { id: 'subnet-0aaaaaaaaaaaaaaa2' },
      },
    },
  },
  managedNodeGroups: [{ name: 'apps', desiredCapacity: 1, privateNetworking: true }],
});
/** Resources outside of networks that are looked up before the first change: keys, images, templates and profiles. */
export const named = document('named', {
  ...(settled.value as Json),
  managedNodeGroups: [
    {
      name: 'templated',
      desiredCapacity: 1,
      privateNetworking: true,
      launchTemplate: { id: 'lt-0123456789abcdef0' },
    },
  ],
  nodeGroups: [
    {
      name: 'own',
      desiredCapacity: 1,
      privateNetworking: true,
      ami: 'ami-0123456789abcdef0',
      overrideBootstrapCommand: '/etc/eks/bootstrap.sh named',
      placement: { groupName: 'close' },
      ssh: { publicKeyName: 'operators' },
      securityGroups: { attachIDs: ['sg-0123456789abcdef0'] },
      volumeEncrypted: true,
      volumeKmsKeyID: `arn:aws:kms:${region}:${account}:key/5b0a4c9e-1111-4222-8333-444455556666`,
      iam: { instanceProfileARN: arn('instance-profile', 'nodes'), instanceRoleARN: arn('role', 'node') },
    },
  ],
});
