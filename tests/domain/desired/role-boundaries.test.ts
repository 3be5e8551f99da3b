import { describe, expect, it } from '@jest/globals';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import { account, configOf } from './fixtures.ts';

const limitsPolicyArn = 'arn:aws:iam::111122223333:policy/eks-fleet-limits';
const own = 'arn:aws:iam::111122223333:policy/platform-boundary';
const attached = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

function podRole(more: object) {
  const association = { namespace: 'a', serviceAccountName: 'b', permissionPolicyARNs: [attached], ...more };
  const config = configOf({ iam: { podIdentityAssociations: [association] } });
  const { roles } = desiredFoundation(config, { ...account, limitsPolicyArn });
  return Object.entries(roles?.template.Resources ?? {}).find(([id]) => id.startsWith('RolePod'))?.[1]
    .Properties;
}

describe('a role that is made', () => {
  it("has the deployment's boundary, and nothing else that bounds it", () => {
    expect(podRole({})).toMatchObject({
      PermissionsBoundary: account.permissionsBoundaryArn,
      ManagedPolicyArns: [attached],
    });
  });

  it("has the deployment's limits beside a boundary of the document's own", () => {
    expect(podRole({ permissionsBoundaryARN: own })).toMatchObject({
      PermissionsBoundary: own,
      ManagedPolicyArns: [attached, limitsPolicyArn],
    });
  });
});
