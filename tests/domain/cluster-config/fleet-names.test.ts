import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';

const problemsOf = (more: Record<string, unknown>, name = 'shop') => {
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region: 'us-west-2' },
    ...more,
  };
  return parseClusterConfig(document, 'shop.yaml', { today: '2026-11-24' }).problems ?? [];
};

const every = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const arn = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
const boundary = arn('policy/eks-fleet/eks-fleet-prod-stacks-boundary');
const association = (more: object) => ({ namespace: 'a', serviceAccountName: 'b', ...more });

/** Every place in a document for a policy, as a boundary or attached, with the path of its problem. */
const POLICIES: readonly [string, (policy: string) => Record<string, unknown>][] = [
  [
    'iam.podIdentityAssociations[0].permissionsBoundaryARN',
    (policy) => ({
      iam: {
        podIdentityAssociations: [association({ permissionPolicy: every, permissionsBoundaryARN: policy })],
      },
    }),
  ],
  [
    'iam.podIdentityAssociations[0].permissionPolicyARNs[0]',
    (policy) => ({ iam: { podIdentityAssociations: [association({ permissionPolicyARNs: [policy] })] } }),
  ],
  [
    'iam.serviceAccounts[0].permissionsBoundary',
    (policy) => ({
      iam: {
        withOIDC: true,
        serviceAccounts: [{ metadata: { name: 'b' }, attachPolicy: every, permissionsBoundary: policy }],
      },
    }),
  ],
  [
    'iam.serviceAccounts[0].attachPolicyARNs[0]',
    (policy) => ({
      iam: { withOIDC: true, serviceAccounts: [{ metadata: { name: 'b' }, attachPolicyARNs: [policy] }] },
    }),
  ],
  ['iam.serviceRolePermissionsBoundary', (policy) => ({ iam: { serviceRolePermissionsBoundary: policy } })],
  [
    'iam.fargatePodExecutionRolePermissionsBoundary',
    (policy) => ({ iam: { fargatePodExecutionRolePermissionsBoundary: policy } }),
  ],
  [
    'managedNodeGroups[0].iam.instanceRolePermissionsBoundary',
    (policy) => ({ managedNodeGroups: [{ name: 'a', iam: { instanceRolePermissionsBoundary: policy } }] }),
  ],
  [
    'managedNodeGroups[0].iam.attachPolicyARNs[0]',
    (policy) => ({ managedNodeGroups: [{ name: 'a', iam: { attachPolicyARNs: [policy] } }] }),
  ],
  [
    'nodeGroups[0].iam.instanceRolePermissionsBoundary',
    (policy) => ({ nodeGroups: [{ name: 'a', iam: { instanceRolePermissionsBoundary: policy } }] }),
  ],
  [
    'nodeGroups[0].iam.attachPolicyARNs[0]',
    (policy) => ({ nodeGroups: [{ name: 'a', iam: { attachPolicyARNs: [policy] } }] }),
  ],
  [
    'addons[0].permissionsBoundary',
    (policy) => ({
      iam: { withOIDC: true },
      addons: [{ name: 'vpc-cni', attachPolicy: every, permissionsBoundary: policy }],
    }),
  ],
  [
    'addons[0].attachPolicyARNs[0]',
    (policy) => ({ iam: { withOIDC: true }, addons: [{ name: 'vpc-cni', attachPolicyARNs: [policy] }] }),
  ],
  [
    'addons[0].podIdentityAssociations[0].permissionsBoundaryARN',
    (policy) => ({
      addons: [
        {
          name: 'vpc-cni',
          podIdentityAssociations: [
            { serviceAccountName: 'b', permissionPolicy: every, permissionsBoundaryARN: policy },
          ],
        },
      ],
    }),
  ],
  [
    'capabilities[0].permissionsBoundary',
    (policy) => ({
      capabilities: [{ name: 'a', type: 'ACK', attachPolicy: every, permissionsBoundary: policy }],
    }),
  ],
  [
    'capabilities[0].attachPolicyARNs[0]',
    (policy) => ({ capabilities: [{ name: 'a', type: 'ACK', attachPolicyARNs: [policy] }] }),
  ],
  [
    'autoModeConfig.permissionsBoundaryARN',
    (policy) => ({ autoModeConfig: { enabled: true, permissionsBoundaryARN: policy } }),
  ],
];

describe("the fleet's own policies", () => {
  it.each(POLICIES)('are refused at %s, with what to do instead', (path, withPolicy) => {
    expect(problemsOf(withPolicy(boundary))).toEqual([
      expect.objectContaining({ path, alternative: expect.stringMatching(/leave a boundary out/) }),
    ]);
    expect(problemsOf(withPolicy(arn('policy/platform-boundary')))).toEqual([]);
  });

  it.each([
    ['of another stage', arn('policy/eks-fleet/eks-fleet-dev-cluster-boundary')],
    ['of another partition', boundary.replace('arn:aws:', 'arn:aws-us-gov:')],
    ['of another account', boundary.replace('111122223333', '444455556666')],
    ['in other letters', arn('policy/EKS-Fleet/Eks-Fleet-prod-stacks-boundary')],
    ['under another path, which names of IAM do not differ by', arn('policy/a/eks-fleet-prod-function-logs')],
  ])('are refused %s', (_which, policy) => {
    expect(problemsOf({ iam: { serviceRolePermissionsBoundary: policy } })).toMatchObject([
      { path: 'iam.serviceRolePermissionsBoundary', found: JSON.stringify(policy) },
    ]);
  });
});

describe("the fleet's own roles", () => {
  const stacks = arn('role/eks-fleet/eks-fleet-prod-stacks');
  it.each<[string, Record<string, unknown>]>([
    ['iam.serviceRoleARN', { iam: { serviceRoleARN: stacks } }],
    [
      'iam.podIdentityAssociations[0].roleARN',
      { iam: { podIdentityAssociations: [association({ roleARN: stacks })] } },
    ],
    [
      'iam.podIdentityAssociations[0].roleName',
      {
        iam: {
          podIdentityAssociations: [
            association({ permissionPolicy: every, roleName: 'eks-fleet-dev-rules' }),
          ],
        },
      },
    ],
    [
      'nodeGroups[0].iam.instanceRoleName',
      { nodeGroups: [{ name: 'a', iam: { instanceRoleName: 'EKS-fleet-dev-rules' } }] },
    ],
    [
      'nodeGroups[0].iam.instanceRoleARN',
      {
        nodeGroups: [
          { name: 'a', iam: { instanceRoleARN: arn('role/eks-fleet/forwarder/eks-fleet-prod-access') } },
        ],
      },
    ],
    [
      'accessConfig.accessEntries[0].principalARN',
      {
        accessConfig: {
          accessEntries: [{ principalARN: arn('role/eks-fleet/eks-fleet-prod-access-ensure-access') }],
        },
      },
    ],
  ])('are refused at %s', (path, document) => {
    expect(problemsOf(document).map((problem) => problem.path)).toEqual([path]);
  });

  it('are no names of clusters, whose roles would begin so', () => {
    expect(problemsOf({}, 'eks-fleet-prod')).toMatchObject([{ path: 'metadata.name' }]);
    expect(problemsOf({}, 'my-eks-fleet-prod')).toEqual([]);
  });
});
