import { decideAccessEntry } from '../../../domain/contents/access-entry/decide.ts';
import { decideAddon, type ObservedAddon } from '../../../domain/contents/addon/decide.ts';
import { decideCapability } from '../../../domain/contents/capability/decide.ts';
import { decideFargateProfile } from '../../../domain/contents/fargate-profile/decide.ts';
import { decideIdentityProvider } from '../../../domain/contents/identity-provider/decide.ts';
import { decidePodIdentityAssociation } from '../../../domain/contents/pod-identity-association/decide.ts';
import type { Decision } from '../../../domain/decide/decision.ts';

export const clusterName = 'shop';
export const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
export const tags = { 'eks-fleet.dev/cluster': 'shop', team: 'a' };
export const some = { needs: [] };

export const request = {
  addon: { clusterName, addonName: 'coredns', tags },
  entry: { clusterName, principalArn: role('x'), type: 'STANDARD', tags },
  capability: {
    clusterName,
    capabilityName: 'cd',
    type: 'ARGOCD' as const,
    roleArn: role('cd'),
    deletePropagationPolicy: 'RETAIN' as const,
    tags,
  },
  profile: {
    clusterName,
    fargateProfileName: 'jobs',
    podExecutionRoleArn: role('pods'),
    subnets: ['subnet-1', 'subnet-2'],
    selectors: [{ namespace: 'jobs', labels: { size: 'big' } }],
    tags,
  },
  provider: {
    clusterName,
    oidc: { identityProviderConfigName: 'sso', issuerUrl: 'https://a.example', clientId: 'k' },
    tags,
  },
  association: { clusterName, namespace: 'a', serviceAccount: 'b', roleArn: role('b'), tags },
};

/** Each decider, for content as its request makes it, and for the same content with a difference. */
export const deciders = {
  addon: (observed: object | undefined, more: object = {}, options = {}): Decision =>
    decideAddon(
      {
        ...some,
        kind: 'addon',
        key: 'addon/coredns',
        mayStayDegraded: false,
        request: { ...request.addon, ...more },
      },
      observed &&
        ({
          addonArn: 'arn',
          addonName: 'coredns',
          status: 'ACTIVE',
          addonVersion: 'v1.12.4-eksbuild.2',
          ...observed,
        } as ObservedAddon),
      options,
    ),
  entry: (observed: object | undefined, more: object = {}): Decision =>
    decideAccessEntry(
      {
        ...some,
        kind: 'accessEntry',
        key: 'accessEntry/x',
        policies: [],
        madeByEks: false,
        request: { ...request.entry, ...more },
      },
      observed && {
        accessEntryArn: 'arn',
        principalArn: role('x'),
        type: 'STANDARD',
        associatedAccessPolicies: [],
        ...observed,
      },
    ),
  capability: (observed: object | undefined, more: object = {}): Decision =>
    decideCapability(
      { ...some, kind: 'capability', key: 'capability/cd', request: { ...request.capability, ...more } },
      observed && {
        arn: 'arn',
        capabilityName: 'cd',
        type: 'ARGOCD',
        status: 'ACTIVE',
        roleArn: role('cd'),
        ...observed,
      },
    ),
  profile: (observed: object | undefined, more: object = {}): Decision =>
    decideFargateProfile(
      {
        ...some,
        kind: 'fargateProfile',
        key: 'fargateProfile/jobs',
        request: { ...request.profile, ...more },
      },
      observed && { fargateProfileArn: 'arn', status: 'ACTIVE', ...request.profile, ...observed },
    ),
  provider: (observed: object | undefined, more: object = {}): Decision =>
    decideIdentityProvider(
      {
        ...some,
        kind: 'identityProviderConfig',
        key: 'identityProviderConfig/sso',
        request: { ...request.provider, ...more },
      },
      observed && {
        identityProviderConfigArn: 'arn',
        status: 'ACTIVE',
        ...request.provider.oidc,
        ...observed,
      },
    ),
  association: (observed: object | undefined, more: object = {}): Decision =>
    decidePodIdentityAssociation(
      {
        ...some,
        kind: 'podIdentityAssociation',
        key: 'podIdentityAssociation/a/b',
        request: { ...request.association, ...more },
      },
      observed && {
        ...{ associationArn: 'arn', associationId: 'a-1', namespace: 'a', serviceAccount: 'b' },
        roleArn: role('b'),
        ...observed,
      },
    ),
};
