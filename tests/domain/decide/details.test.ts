import { describe, expect, it } from '@jest/globals';
import { decideAccessEntry } from '../../../domain/contents/access-entry/decide.ts';
import { decidePullThroughCacheRule } from '../../../domain/contents/pull-through-cache-rule/decide.ts';
import type { Decision } from '../../../domain/decide/decision.ts';
import { clusterName, deciders, request, role, some, tags } from './deciders.fixtures.ts';

const all = Object.entries(deciders);

const changeOf = (decision: Decision) => (decision.do === 'update' ? decision.change : decision);
const nothing = { do: 'nothing' };

/** Names of each where it is tagged. */
const TAGGED: Readonly<Record<string, string>> = {
  addon: 'add-on',
  entry: 'access entry',
  capability: 'capability',
  profile: 'Fargate profile',
  provider: 'provider',
  association: 'association',
};

describe.each(all)('whatever is in a cluster: %s', (kind, decide) => {
  it('is made where it is not there, and left as it is asked for', () => {
    expect(decide(undefined)).toEqual({ do: 'create' });
    expect(decide({ tags })).toEqual(nothing);
  });

  it('is given the tags that it lacks, and keeps those of others', () => {
    expect(decide({ tags: { team: 'b', 'eks-fleet.dev/cluster': 'shop', theirs: 'x' } })).toEqual({
      do: 'update',
      change: {
        operation: 'TagResource',
        request: { resourceArn: 'arn', tags: { team: 'a' } },
      },
      summary: `tag the ${TAGGED[kind]}`,
    });
  });
});

describe('what is under way', () => {
  it.each([
    ['addon', 'CREATING', 'CreateAddon'],
    ['addon', 'UPDATING', 'UpdateAddon'],
    ['addon', 'DELETING', 'DeleteAddon'],
    ['capability', 'CREATING', 'CreateCapability'],
    ['capability', 'UPDATING', 'UpdateCapability'],
    ['capability', 'DELETING', 'DeleteCapability'],
    ['profile', 'CREATING', 'CreateFargateProfile'],
    ['profile', 'DELETING', 'DeleteFargateProfile'],
    ['provider', 'CREATING', 'AssociateIdentityProviderConfig'],
    ['provider', 'DELETING', 'DisassociateIdentityProviderConfig'],
  ] as const)('is waited for: %s %s', (kind, status, operation) => {
    expect(deciders[kind]({ status, tags })).toEqual({ do: 'wait', operation });
  });

  const issues = [
    { code: 'AccessDenied', message: 'no trust' },
    { code: 'InternalFailure', message: 'once more' },
  ];
  it.each([
    ['addon', 'DELETE_FAILED', 'add-on coredns v1.12.4-eksbuild.2 could not be deleted'],
    ['capability', 'CREATE_FAILED', 'capability cd is CREATE_FAILED'],
    ['capability', 'DEGRADED', 'capability cd is DEGRADED'],
    ['profile', 'DELETE_FAILED', 'Fargate profile jobs is DELETE_FAILED'],
  ] as const)('fails with EKS’s reasons, where it has any: %s %s', (kind, status, reason) => {
    const failed = (more: object) => deciders[kind]({ status, tags, ...more });
    expect(failed({ issues })).toEqual({
      do: 'fail',
      reason: `${reason}: AccessDenied: no trust; InternalFailure: once more`,
    });
    expect(failed({})).toEqual({ do: 'fail', reason });
  });
});

describe('an add-on', () => {
  const addon = (more: object, observed: object = {}) =>
    changeOf(deciders.addon({ tags, ...observed }, more));
  const update = (more: object) => ({
    operation: 'UpdateAddon',
    request: { clusterName, addonName: 'coredns', ...more },
  });
  const associations = ['a', 'b'].map((name) => ({ serviceAccount: name, roleArn: role(name) }));

  it.each<[string, object, object]>([
    ['its role', { serviceAccountRoleArn: role('one') }, { serviceAccountRoleArn: role('other') }],
    ['its configuration', { configurationValues: 'replicas: 2' }, { configurationValues: 'replicas: 3' }],
    [
      'its associations',
      { podIdentityAssociations: associations },
      { podIdentityAssociations: associations.slice(1) },
    ],
  ])('is changed where the document says %s, and left where it does not', (_, more, other) => {
    expect(addon(more, other)).toEqual(update(more));
    expect(addon(more)).toEqual(update(more));
    expect(addon(more, more)).toEqual(nothing);
    expect(addon({}, other)).toEqual(nothing);
  });

  it('is the same in another order or with other blanks', () => {
    const podIdentityAssociations = [...associations].reverse();
    expect(addon({ podIdentityAssociations: associations }, { podIdentityAssociations })).toEqual(nothing);
    expect(addon({ configurationValues: 'a: 1\n' }, { configurationValues: ' a: 1' })).toEqual(nothing);
  });

  it.each([
    ['v1.12.4-eksbuild.10', true],
    ['v1.13.0-eksbuild.1', true],
    ['v1.12.4-eksbuild.1', false],
    ['v1.9.9-eksbuild.9', false],
    ['v1.12.4', false],
  ])('is raised to %s from v1.12.4-eksbuild.2: %s', (addonVersion, isRaised) => {
    expect(addon({ addonVersion })).toEqual(isRaised ? update({ addonVersion }) : nothing);
    // Another change does not take the version back.
    const serviceAccountRoleArn = role('one');
    expect(addon({ addonVersion, serviceAccountRoleArn })).toEqual(
      update({ serviceAccountRoleArn, ...(isRaised ? { addonVersion } : {}) }),
    );
  });

  it('cannot move to another namespace', () => {
    const inside = (namespace: string) => ({ namespaceConfig: { namespace } });
    expect(addon(inside('a'), inside('b'))).toEqual({
      do: 'refuse',
      path: 'addons.coredns.namespaceConfig.namespace',
      reason: 'EKS cannot move an add-on (it is in b)',
      alternative: 'remove the add-on, apply, and add it again',
    });
    expect(addon(inside('a'), inside('a'))).toEqual(nothing);
    expect(addon(inside('a'))).toEqual(nothing);
    expect(addon({}, inside('b'))).toEqual(nothing);
  });

  it('that could not be created is cleared away once, by a later operation', () => {
    const decide = (created: boolean) => deciders.addon({ status: 'CREATE_FAILED', tags }, {}, { created });
    expect(changeOf(decide(false))).toEqual({
      operation: 'DeleteAddon',
      request: { clusterName, addonName: 'coredns' },
    });
    expect(decide(true)).toEqual({
      do: 'fail',
      reason: expect.stringMatching(/^add-on coredns v\S+ could not be created$/),
    });
  });

  describe('that could not be updated', () => {
    const issues = [{ code: 'ConfigurationConflict', message: 'mine' }];
    const decide = (updated: boolean, more = {}) =>
      deciders.addon({ status: 'UPDATE_FAILED', tags, issues }, more, { updated });

    it('is updated again, as it is, by an operation that has not tried', () => {
      expect(decide(false)).toMatchObject({
        do: 'update',
        summary: 'add-on coredns v1.12.4-eksbuild.2 is updated again: ConfigurationConflict: mine',
        change: { operation: 'UpdateAddon', request: { addonVersion: 'v1.12.4-eksbuild.2' } },
      });
    });

    it('is updated by what differs, where anything does', () => {
      expect(decide(false, { serviceAccountRoleArn: role('one') })).toMatchObject({
        do: 'update',
        summary: 'change role of coredns',
      });
    });

    it('fails the operation that has tried, whatever differs still: EKS keeps what was before', () => {
      const failed = {
        do: 'fail',
        reason: 'add-on coredns v1.12.4-eksbuild.2 could not be updated: ConfigurationConflict: mine',
      };
      expect(decide(true)).toEqual(failed);
      expect(decide(true, { serviceAccountRoleArn: role('one') })).toEqual(failed);
    });
  });
});

describe('an access entry', () => {
  const entry = (more: object, observed: object) => changeOf(deciders.entry({ tags, ...observed }, more));
  const principal = { clusterName, principalArn: role('x') };

  it('is changed in what the document says, and in nothing else', () => {
    const seen = { kubernetesGroups: ['ops'], username: 'x' };
    expect(entry({ kubernetesGroups: ['dev'] }, seen)).toEqual({
      operation: 'UpdateAccessEntry',
      request: { ...principal, kubernetesGroups: ['dev'] },
    });
    expect(entry({ username: 'y' }, seen)).toEqual({
      operation: 'UpdateAccessEntry',
      request: { ...principal, username: 'y' },
    });
    expect(entry({ kubernetesGroups: ['ops'], username: 'x' }, seen)).toEqual(nothing);
    expect(entry({}, seen)).toEqual(nothing);
  });

  it('has each policy in the scope that the document says, whatever the order of namespaces', () => {
    const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
    const scoped = (...namespaces: string[]) => ({
      policyArn,
      accessScope: { type: 'namespace' as const, namespaces },
    });
    const decide = (...namespaces: string[]) =>
      decideAccessEntry(
        {
          ...some,
          kind: 'accessEntry',
          key: 'accessEntry/x',
          madeByEks: false,
          request: request.entry,
          policies: [scoped('a', 'b')],
        },
        { accessEntryArn: 'arn', ...request.entry, associatedAccessPolicies: [scoped(...namespaces)] },
      );
    expect(decide('b', 'a')).toEqual(nothing);
    expect(decide('a')).toEqual({
      do: 'update',
      change: { operation: 'AssociateAccessPolicy', request: { ...principal, ...scoped('a', 'b') } },
      summary: `grant AmazonEKSViewPolicy to ${role('x')}`,
    });
  });
});

it('gives a capability the role that the document says', () => {
  expect(deciders.capability({ tags, roleArn: role('other') })).toEqual({
    do: 'update',
    change: {
      operation: 'UpdateCapability',
      request: { clusterName, capabilityName: 'cd', roleArn: role('cd') },
    },
    summary: 'change the role of cd',
  });
});

it('gives a Pod Identity association what the document says of it', () => {
  expect(deciders.association({ tags, roleArn: role('other') })).toEqual({
    do: 'update',
    change: {
      operation: 'UpdatePodIdentityAssociation',
      request: { clusterName, associationId: 'a-1', roleArn: role('b') },
    },
    summary: 'change the role of a/b',
  });
});

describe('what EKS cannot change', () => {
  const pathOf = (decision: Decision) => (decision.do === 'refuse' ? decision.path : decision.do);
  it.each<[string, object]>([
    ['role', { podExecutionRoleArn: role('other') }],
    ['subnets', { subnets: ['subnet-1'] }],
    ['namespace', { selectors: [{ namespace: 'other', labels: { size: 'big' } }] }],
    ['labels', { selectors: [{ namespace: 'jobs', labels: { size: 'small' } }] }],
  ])('is refused of a Fargate profile: its %s', (_, observed) => {
    expect(pathOf(deciders.profile({ tags, ...observed }))).toBe('fargateProfiles.jobs');
  });

  it.each<[string, () => Decision, string, string, string]>([
    [
      'a Fargate profile',
      () => deciders.profile({ tags, subnets: ['subnet-1'] }),
      'fargateProfiles.jobs',
      'EKS cannot change a Fargate profile',
      'add a profile of another name, and remove this one when its pods have moved',
    ],
    [
      'an identity provider',
      () => deciders.provider({ tags, clientId: 'other' }),
      'identityProviders.sso',
      'EKS cannot change an identity provider',
      'disassociate it (aws eks disassociate-identity-provider-config) and apply again',
    ],
    [
      'the type of an access entry',
      () => deciders.entry({ tags, type: 'EC2_LINUX' }),
      'accessConfig.accessEntries.type',
      `EKS cannot change the type of the entry of ${role('x')} (it is EC2_LINUX)`,
      'delete the entry (aws eks delete-access-entry) and apply again',
    ],
    [
      'the type of a capability',
      () => deciders.capability({ tags, type: 'KRO' }),
      'capabilities.cd.type',
      'EKS cannot change the type of a capability',
      'delete the capability (aws eks delete-capability) and apply again',
    ],
    [
      'the configuration of a capability',
      () => deciders.capability({ tags }, { configuration: { argoCd: { namespace: 'argocd' } } }),
      'capabilities.cd.configuration',
      'eks-fleet does not change the configuration of a capability yet',
      'delete the capability (aws eks delete-capability) and apply again',
    ],
  ])('is refused with what to do instead: %s', (_, decide, path, reason, alternative) => {
    expect(decide()).toEqual({ do: 'refuse', path, reason, alternative });
  });

  it('is, so far, the configuration of a capability, to which EKS adds what it likes', () => {
    const configuration = {
      argoCd: { namespace: 'argocd', awsIdc: { idcInstanceArn: 'arn:one' }, roles: ['a'] },
    };
    const seen = (argoCd: object) =>
      pathOf(
        deciders.capability(
          { tags, configuration: { argoCd: { ...configuration.argoCd, ...argoCd } } },
          { configuration },
        ),
      );
    expect(seen({ serverUrl: 'https://cd' })).toBe('nothing');
    expect(seen({ awsIdc: { idcInstanceArn: 'arn:one', idcRegion: 'us-west-2' } })).toBe('nothing');
    expect(seen({ awsIdc: { idcInstanceArn: 'arn:two' } })).toBe('capabilities.cd.configuration');
    expect(seen({ roles: ['a', 'b'] })).toBe('capabilities.cd.configuration');
    expect(pathOf(deciders.capability({ tags }, { configuration }))).toBe('capabilities.cd.configuration');
    expect(pathOf(deciders.capability({ tags, configuration }))).toBe('nothing');
  });
});

it('changes the credentials of a cache’s rule, where the document says any', () => {
  const rule = { ecrRepositoryPrefix: 'hub', upstreamRegistryUrl: 'registry-1.docker.io' };
  const decide = (wanted?: string, seen?: string) => {
    const credential = (credentialArn: string | undefined) => (credentialArn ? { credentialArn } : {});
    const key = 'pullThroughCacheRule/hub';
    const desired = {
      ...some,
      kind: 'pullThroughCacheRule' as const,
      key,
      request: { ...rule, ...credential(wanted) },
    };
    return decidePullThroughCacheRule(desired, { ...rule, ...credential(seen) });
  };
  expect(decide('arn:one', 'arn:two')).toEqual({
    do: 'update',
    change: {
      operation: 'UpdatePullThroughCacheRule',
      request: { ecrRepositoryPrefix: 'hub', credentialArn: 'arn:one' },
    },
    summary: 'change the credentials of the rule',
  });
  expect(decide('arn:one', 'arn:one')).toEqual(nothing);
  expect(decide(undefined, 'arn:two')).toEqual(nothing);
});
