import { describe, expect, it } from '@jest/globals';
import { decideAccessEntry, type ObservedAccessEntry } from '../../../domain/contents/access-entry/decide.ts';
import type { DesiredAccessEntry } from '../../../domain/contents/access-entry/desired.ts';
import { decideAddon, type ObservedAddon } from '../../../domain/contents/addon/decide.ts';
import type { DesiredAddon } from '../../../domain/contents/addon/desired.ts';
import { decideCapability } from '../../../domain/contents/capability/decide.ts';
import type { DesiredCapability } from '../../../domain/contents/capability/desired.ts';
import { decideFargateProfile } from '../../../domain/contents/fargate-profile/decide.ts';
import type { DesiredFargateProfile } from '../../../domain/contents/fargate-profile/desired.ts';
import { decideIdentityProvider } from '../../../domain/contents/identity-provider/decide.ts';
import type { DesiredIdentityProvider } from '../../../domain/contents/identity-provider/desired.ts';
import { decideLogRetention } from '../../../domain/contents/log-retention/decide.ts';
import { decidePodIdentityAssociation } from '../../../domain/contents/pod-identity-association/decide.ts';
import type { DesiredPodIdentityAssociation } from '../../../domain/contents/pod-identity-association/desired.ts';
import { decidePullThroughCacheRule } from '../../../domain/contents/pull-through-cache-rule/decide.ts';

const nothing = { do: 'nothing' };
const role = 'arn:aws:iam::111122223333:role/x';

describe('deciding about an add-on', () => {
  const desired: DesiredAddon = {
    kind: 'addon',
    key: 'addon/coredns',
    needs: [],
    mayStayDegraded: false,
    request: {
      clusterName: 'shop',
      addonName: 'coredns',
      configurationValues: '{"replicaCount": 3}',
      tags: { a: 'b' },
    },
  };
  const observed = (change: Partial<ObservedAddon> = {}): ObservedAddon => ({
    addonArn: 'arn',
    addonName: 'coredns',
    status: 'ACTIVE',
    addonVersion: 'v1.12.4-eksbuild.2',
    configurationValues: '{"replicaCount":3}',
    tags: { a: 'b' },
    ...change,
  });
  const at = (addonVersion: string) => ({ ...desired, request: { ...desired.request, addonVersion } });

  it('compares configuration by meaning', () => {
    expect(decideAddon(desired, observed())).toEqual(nothing);
    expect(decideAddon(desired, observed({ configurationValues: '{"replicaCount":2}' }))).toMatchObject({
      do: 'update',
    });
  });

  it('raises a version and never lowers it', () => {
    expect(decideAddon(at('v1.12.10-eksbuild.1'), observed())).toMatchObject({
      change: { request: { addonVersion: 'v1.12.10-eksbuild.1' } },
    });
    expect(decideAddon(at('v1.11.4-eksbuild.9'), observed())).toEqual(nothing);
  });

  it('waits for health, unless there is nothing to run on', () => {
    expect(decideAddon(desired, observed({ status: 'DEGRADED' }))).toMatchObject({ do: 'wait' });
    expect(decideAddon({ ...desired, mayStayDegraded: true }, observed({ status: 'DEGRADED' }))).toEqual(
      nothing,
    );
  });
});

describe('deciding about an access entry', () => {
  const view = {
    policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    accessScope: { type: 'cluster' as const },
  };
  const desired: DesiredAccessEntry = {
    kind: 'accessEntry',
    key: 'accessEntry/x',
    needs: [],
    request: { clusterName: 'shop', principalArn: role, type: 'STANDARD', kubernetesGroups: ['ops'] },
    policies: [view],
    madeByEks: false,
  };
  const observed = (change: Partial<ObservedAccessEntry> = {}): ObservedAccessEntry => ({
    accessEntryArn: 'arn',
    principalArn: role,
    type: 'STANDARD',
    kubernetesGroups: ['ops'],
    associatedAccessPolicies: [view],
    ...change,
  });

  it('grants and takes policies one by one', () => {
    expect(decideAccessEntry(desired, observed())).toEqual(nothing);
    expect(decideAccessEntry(desired, observed({ associatedAccessPolicies: [] }))).toMatchObject({
      change: { operation: 'AssociateAccessPolicy' },
    });
    const admin = { ...view, policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy' };
    expect(decideAccessEntry(desired, observed({ associatedAccessPolicies: [view, admin] }))).toMatchObject({
      change: { operation: 'DisassociateAccessPolicy', request: { policyArn: admin.policyArn } },
    });
  });

  it('refuses another type, and changes groups', () => {
    expect(decideAccessEntry(desired, observed({ type: 'EC2_LINUX' }))).toMatchObject({ do: 'refuse' });
    expect(decideAccessEntry(desired, observed({ kubernetesGroups: [] }))).toMatchObject({
      change: { operation: 'UpdateAccessEntry', request: { kubernetesGroups: ['ops'] } },
    });
  });

  it('waits for an entry that EKS makes, and takes nothing from it', () => {
    const made = { ...desired, madeByEks: true };
    expect(decideAccessEntry(made, undefined)).toMatchObject({ do: 'wait' });
    const own = { ...view, policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSKROPolicy' };
    expect(decideAccessEntry(made, observed({ associatedAccessPolicies: [view, own] }))).toEqual(nothing);
  });
});

describe('deciding about what EKS cannot change', () => {
  it('refuses another Fargate profile under the same name', () => {
    const desired: DesiredFargateProfile = {
      kind: 'fargateProfile',
      key: 'fargateProfile/a',
      needs: [],
      request: {
        clusterName: 'shop',
        fargateProfileName: 'a',
        podExecutionRoleArn: role,
        subnets: ['s'],
        selectors: [{ namespace: 'a' }],
      },
    };
    const observed = { fargateProfileArn: 'arn', status: 'ACTIVE' as const, ...desired.request };
    expect(decideFargateProfile(desired, observed)).toEqual(nothing);
    const answered = { ...observed, selectors: [{ namespace: 'a', labels: {} }] };
    expect(decideFargateProfile(desired, answered)).toEqual(nothing);
    expect(decideFargateProfile(desired, { ...observed, selectors: [{ namespace: 'b' }] })).toMatchObject({
      do: 'refuse',
    });
    expect(decideFargateProfile(desired, { ...observed, status: 'CREATE_FAILED' })).toMatchObject({
      do: 'fail',
    });
  });

  it('refuses another identity provider under the same name', () => {
    const oidc = { identityProviderConfigName: 'sso', issuerUrl: 'https://a.example', clientId: 'k' };
    const desired: DesiredIdentityProvider = {
      kind: 'identityProviderConfig',
      key: 'identityProviderConfig/sso',
      needs: [],
      request: { clusterName: 'shop', oidc },
    };
    const observed = { identityProviderConfigArn: 'arn', status: 'ACTIVE' as const, ...oidc };
    expect(decideIdentityProvider(desired, observed)).toEqual(nothing);
    expect(decideIdentityProvider(desired, { ...observed, clientId: 'other' })).toMatchObject({
      do: 'refuse',
    });
  });

  it('refuses another type of capability, and changes its role', () => {
    const desired: DesiredCapability = {
      kind: 'capability',
      key: 'capability/ack',
      needs: [],
      request: {
        clusterName: 'shop',
        capabilityName: 'ack',
        type: 'ACK',
        roleArn: role,
        deletePropagationPolicy: 'RETAIN',
      },
    };
    const observed = {
      arn: 'arn',
      capabilityName: 'ack',
      type: 'ACK',
      status: 'ACTIVE' as const,
      roleArn: role,
    };
    expect(decideCapability(desired, observed)).toEqual(nothing);
    expect(decideCapability(desired, { ...observed, type: 'KRO' })).toMatchObject({ do: 'refuse' });
    expect(decideCapability(desired, { ...observed, roleArn: 'other' })).toMatchObject({
      change: { operation: 'UpdateCapability' },
    });
  });
});

describe('deciding about small things', () => {
  it('changes the role of a Pod Identity association', () => {
    const desired: DesiredPodIdentityAssociation = {
      kind: 'podIdentityAssociation',
      key: 'podIdentityAssociation/a/b',
      needs: [],
      request: { clusterName: 'shop', namespace: 'a', serviceAccount: 'b', roleArn: role },
    };
    const observed = {
      ...{ associationArn: 'arn', associationId: 'a-1', namespace: 'a', serviceAccount: 'b' },
      roleArn: role,
    };
    expect(decidePodIdentityAssociation(desired, observed)).toEqual(nothing);
    expect(decidePodIdentityAssociation(desired, { ...observed, roleArn: 'other' })).toMatchObject({
      change: { operation: 'UpdatePodIdentityAssociation', request: { associationId: 'a-1', roleArn: role } },
    });
  });

  it('sets a retention once the log group is there', () => {
    const request = { logGroupName: '/aws/eks/shop/cluster', retentionInDays: 30 };
    const desired = { kind: 'logRetention' as const, key: 'logRetention', needs: [], request };
    expect(decideLogRetention(desired, undefined)).toEqual({ do: 'create' });
    expect(decideLogRetention(desired, { logGroupName: request.logGroupName })).toEqual({
      do: 'update',
      change: { operation: 'PutRetentionPolicy', request },
      summary: 'keep logs for 30 days',
    });
    expect(decideLogRetention(desired, request)).toEqual(nothing);
  });

  it('never points a shared cache elsewhere', () => {
    const request = { ecrRepositoryPrefix: 'hub', upstreamRegistryUrl: 'registry-1.docker.io' };
    const desired = {
      kind: 'pullThroughCacheRule' as const,
      key: 'pullThroughCacheRule/hub',
      needs: [],
      request,
    };
    expect(decidePullThroughCacheRule(desired, undefined)).toEqual({ do: 'create' });
    expect(decidePullThroughCacheRule(desired, { ...request, upstreamRegistryUrl: 'quay.io' })).toEqual({
      do: 'refuse',
      path: 'metadata.annotations["eks-fleet.dev/ecr-pull-through-cache"]',
      reason: 'prefix hub already caches quay.io',
      alternative: 'choose another prefix',
    });
    expect(decidePullThroughCacheRule(desired, request)).toEqual(nothing);
  });
});
