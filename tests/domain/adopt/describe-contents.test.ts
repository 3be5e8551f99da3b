import { describe, expect, it } from '@jest/globals';
import { describeAddon } from '../../../domain/contents/addon/describe.ts';
import { describeCapability } from '../../../domain/contents/capability/describe.ts';
import { describeFargateProfile } from '../../../domain/contents/fargate-profile/describe.ts';
import { describeIdentityProvider } from '../../../domain/contents/identity-provider/describe.ts';
import { describeAssociation } from '../../../domain/contents/pod-identity-association/describe.ts';
import { role, seenCluster } from './fixtures.ts';

const theirs = { team: 'shop', 'aws:cloudformation:stack-name': 'x', 'eks-fleet.dev/cluster': 'shop' };
const tags = { team: 'shop' };
const ours = { 'eks-fleet.dev/cluster': 'shop' };

it('a Fargate profile is described with labels only where a selector has any', () => {
  const seen = {
    fargateProfileArn: 'arn',
    fargateProfileName: 'jobs',
    status: 'ACTIVE' as const,
    podExecutionRoleArn: role('fargate'),
    subnets: ['subnet-a'],
    selectors: [{ namespace: 'a' }, { namespace: 'b', labels: {} }, { namespace: 'c', labels: { d: 'e' } }],
  };
  const described = {
    name: 'jobs',
    podExecutionRoleARN: role('fargate'),
    subnets: ['subnet-a'],
    selectors: [{ namespace: 'a' }, { namespace: 'b' }, { namespace: 'c', labels: { d: 'e' } }],
  };
  expect(describeFargateProfile({ ...seen, tags: ours })).toEqual(described);
  expect(describeFargateProfile({ ...seen, tags: theirs })).toEqual({ ...described, tags });
});

it('an identity provider is described with the claims that it has', () => {
  const seen = {
    identityProviderConfigArn: 'arn',
    identityProviderConfigName: 'sso',
    status: 'ACTIVE' as const,
    issuerUrl: 'https://sso.example.com',
    clientId: 'k',
  };
  const least = { type: 'oidc', name: 'sso', issuerURL: 'https://sso.example.com', clientID: 'k' };
  expect(describeIdentityProvider(seen)).toEqual(least);
  expect(describeIdentityProvider({ ...seen, requiredClaims: {} })).toEqual(least);
  const claims = {
    usernameClaim: 'email',
    usernamePrefix: 'sso:',
    groupsClaim: 'groups',
    groupsPrefix: 'g:',
    requiredClaims: { a: 'b' },
  };
  expect(describeIdentityProvider({ ...seen, ...claims, tags: theirs })).toEqual({
    ...least,
    ...claims,
    tags,
  });
});

it('an association is described with what is not usual', () => {
  const seen = {
    associationArn: 'arn',
    associationId: 'a-1',
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: role('cart'),
  };
  const least = { namespace: 'shop', serviceAccountName: 'cart', roleARN: role('cart') };
  expect(describeAssociation({ ...seen, disableSessionTags: false })).toEqual(least);
  expect(
    describeAssociation({
      ...seen,
      targetRoleArn: role('far'),
      disableSessionTags: true,
      policy: '{}',
      tags: theirs,
    }),
  ).toEqual({ ...least, targetRoleARN: role('far'), disableSessionTags: true, policy: '{}', tags });
});

it('an add-on is described with the namespace that was chosen for it, and the roles that it has', () => {
  const seen = { addonArn: 'arn', addonName: 'adot', status: 'ACTIVE' as const, addonVersion: 'v1.2.3' };
  const least = { name: 'adot', version: 'v1.2.3' };
  const usual = { configurationValues: '', namespaceConfig: { namespace: 'kube-system' } };
  expect(describeAddon({ ...seen, ...usual, podIdentityAssociations: [] })).toEqual(least);
  expect(
    describeAddon({
      ...seen,
      serviceAccountRoleArn: role('adot'),
      configurationValues: '{}',
      namespaceConfig: { namespace: 'own' },
      podIdentityAssociations: [{ serviceAccount: 'sa', roleArn: role('sa') }],
      tags: theirs,
    }),
  ).toEqual({
    ...least,
    serviceAccountRoleARN: role('adot'),
    configurationValues: '{}',
    namespaceConfig: { namespace: 'own' },
    podIdentityAssociations: [{ serviceAccountName: 'sa', roleARN: role('sa') }],
    tags,
  });
});

describe('a capability', () => {
  const seen = {
    arn: 'arn',
    capabilityName: 'cd',
    type: 'ARGOCD',
    status: 'ACTIVE' as const,
    roleArn: role('cd'),
  };
  const least = { name: 'cd', type: 'ARGOCD', roleArn: role('cd') };
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
  const entry = (name: string) => ({
    accessEntryArn: 'arn',
    principalArn: role(name),
    type: 'STANDARD',
    associatedAccessPolicies: [{ policyArn, accessScope: { type: 'cluster' as const } }],
  });

  it('is described with the policies that its own role has', () => {
    const inCluster = (...names: readonly string[]) =>
      describeCapability(seen, seenCluster({ accessEntry: names.map(entry) }));
    expect(inCluster('other')).toEqual(least);
    const accessPolicies = [{ policyARN: policyArn, accessScope: { type: 'cluster' } }];
    expect(inCluster('other', 'cd')).toEqual({ ...least, accessPolicies });
  });

  it('is described with Argo CD’s settings, without the addresses that EKS adds', () => {
    const settings = { namespace: 'argocd', networkAccess: { vpceIds: ['vpce-1'] }, rbacRoleMappings: [] };
    const awsIdc = { idcInstanceArn: 'arn:idc', idcRegion: 'us-west-2' };
    const configuration = {
      argoCd: {
        ...settings,
        awsIdc: { ...awsIdc, idcManagedApplicationArn: 'arn:app' },
        serverUrl: 'https://cd',
      },
    };
    expect(describeCapability({ ...seen, configuration, tags: theirs }, seenCluster())).toEqual({
      ...least,
      configuration: { argocd: { ...settings, awsIdc } },
      tags,
    });
    const bare = { argoCd: { namespace: 'argocd' } };
    expect(describeCapability({ ...seen, configuration: bare }, seenCluster())).toEqual({
      ...least,
      configuration: { argocd: { namespace: 'argocd', awsIdc: {} } },
    });
  });
});
