import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';

function problemsOf(more: Record<string, unknown>) {
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: 'us-west-2' },
    ...more,
  };
  return parseClusterConfig(document, 'shop.yaml', { today: '2026-11-24' }).problems ?? [];
}

const policies = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'];
const roleARN = 'arn:aws:iam::111122223333:role/own';
const association = (text: string, more: object = { permissionPolicyARNs: policies }) => {
  const [namespace, serviceAccountName] = text.split('/');
  return { namespace, serviceAccountName, ...more };
};
const account = (text: string, more: object = { attachPolicyARNs: policies }) => {
  const [namespace, name] = text.split('/');
  return { metadata: { namespace, name }, ...more };
};

describe('the roles that are made for a document', () => {
  it.each([
    [{ managedNodeGroups: [{ name: 'web-1' }, { name: 'web1' }] }, 'managedNodeGroups[1].name'],
    [{ managedNodeGroups: [{ name: 'web-1' }], nodeGroups: [{ name: 'web_1' }] }, 'nodeGroups[0].name'],
    [
      { iam: { withOIDC: true, serviceAccounts: [account('team-a/b'), account('team/a-b')] } },
      'iam.serviceAccounts[1].metadata.name',
    ],
    [
      { iam: { podIdentityAssociations: [association('team/a.b'), association('team/a-b')] } },
      'iam.podIdentityAssociations[1].serviceAccountName',
    ],
  ])('are each for one thing alone: %j', (more, path) => {
    expect(problemsOf(more)).toMatchObject([{ path, alternative: expect.stringMatching(/another name/) }]);
  });

  it.each([
    [{ managedNodeGroups: [{ name: 'web-1', iam: { instanceRoleARN: roleARN } }, { name: 'web1' }] }],
    [{ managedNodeGroups: [{ name: 'web-a' }, { name: 'weba' }] }],
    [
      {
        iam: {
          withOIDC: true,
          serviceAccounts: [account('team-a/b', { attachRoleARN: roleARN }), account('team/a-b')],
        },
      },
    ],
    [{ iam: { podIdentityAssociations: [association('team/a.b', { roleARN }), association('team/a-b')] } }],
  ])('do not meet where names differ enough, or a role is given: %j', (more) => {
    expect(problemsOf(more)).toEqual([]);
  });
});
