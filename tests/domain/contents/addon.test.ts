import { describe, expect, it } from '@jest/globals';
import type { Addon } from '../../../domain/cluster-config/config.ts';
import { isNewer } from '../../../domain/contents/addon/decide.ts';
import { networkingNeeds, resolveVersion } from '../../../domain/contents/addon/desired.ts';
import { hasOwnPermissions } from '../../../domain/contents/addon/roles.ts';
import { stack } from '../../../domain/contents/stack/stack.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { deciders, role, tags } from '../decide/deciders.fixtures.ts';
import { contentsOf, find, needsOf } from '../desired/contents.fixtures.ts';
import { account, configOf } from '../desired/fixtures.ts';

describe('a version of an add-on', () => {
  it.each([
    ['v1.12.4-eksbuild.2', 'v1.12.4-eksbuild.1', true],
    ['v1.12.4-eksbuild.2', 'v1.12.4-eksbuild.2', false],
    ['v1.12.4-eksbuild.2', 'v1.12.4', true],
    ['v1.12.4', 'v1.12.4-eksbuild.2', false],
    ['v1.12.4-eksbuild.0', 'v1.12.4', false],
    ['v2.0.0-eksbuild.1', 'v1.99.99-eksbuild.99', true],
    ['v1.9.9-eksbuild.9', 'v1.12.4-eksbuild.2', false],
  ])('%s is newer than %s: %s', (version, than, isIt) => {
    expect(isNewer(version, than)).toBe(isIt);
  });

  it.each([
    [undefined, undefined],
    ['latest', 'v1.12.10-eksbuild.12'],
    ['1.12', 'v1.12.10-eksbuild.12'],
    ['v1.12.4', 'v1.12.4-eksbuild.10'],
    ['1.12.1', 'v1.12.1'],
    ['v1.1', 'v1.1.3-eksbuild.1'],
    ['v9.9.9', 'v9.9.9'],
    ['v10.12.14-eksbuild.12', 'v10.12.14-eksbuild.12'],
    ['v1.12.4-eksbuild.1x', 'v1.12.4-eksbuild.1x'],
  ])('%s is asked for as %s', (version, asked) => {
    const known = ['v1.12.10-eksbuild.12', 'v1.12.4-eksbuild.10', 'v1.12.4-eksbuild.1', 'v1.1.3-eksbuild.1'];
    expect(resolveVersion({ name: 'CoreDNS', version }, { coredns: known })).toBe(asked);
  });
});

describe('an add-on that is not as it should be', () => {
  const issues = [
    { code: 'InsufficientNumberOfReplicas', message: 'no pod' },
    { code: 'ConfigurationConflict', message: 'mine' },
  ];
  const REASONS = 'InsufficientNumberOfReplicas: no pod; ConfigurationConflict: mine';

  it('is changed by all that differs, told in one sentence', () => {
    const more = {
      addonVersion: 'v1.13.0-eksbuild.1',
      serviceAccountRoleArn: role('one'),
      configurationValues: '{}',
      podIdentityAssociations: [{ serviceAccount: 'a', roleArn: role('a') }],
    };
    expect(deciders.addon({ tags }, more)).toMatchObject({
      do: 'update',
      summary: 'change version v1.13.0-eksbuild.1, role, configuration, Pod Identity associations of coredns',
    });
  });

  it.each([
    [
      '{"replicaCount":2,"tolerations":[{"a":1}]}',
      '{ "tolerations": [ { "a": 1 } ], "replicaCount": 2 }',
      'nothing',
    ],
    ['{"replicaCount":2}', '{"replicaCount":3}', 'update'],
    ['{"replicaCount":2}', '{"replicaCount":"2"}', 'update'],
  ])('is compared by what its configuration says: %s and %s', (observed, desired, expected) => {
    const found = deciders.addon(
      { tags, status: 'ACTIVE', configurationValues: observed },
      { configurationValues: desired },
    );
    expect(found.do).toBe(expected);
  });

  it('is waited for where it has no health yet, with EKS’s reasons', () => {
    expect(deciders.addon({ tags, status: 'DEGRADED', issues })).toEqual({
      do: 'wait',
      operation: 'AddonHealth',
      issue: `add-on coredns v1.12.4-eksbuild.2 is degraded: ${REASONS}`,
    });
  });

  it('is cleared away with EKS’s reasons', () => {
    expect(deciders.addon({ tags, status: 'CREATE_FAILED', issues })).toEqual({
      do: 'update',
      change: { operation: 'DeleteAddon', request: { clusterName: 'shop', addonName: 'coredns' } },
      summary: `clear away add-on coredns v1.12.4-eksbuild.2 that could not be created: ${REASONS}`,
    });
  });
});

describe('the needs of an add-on', () => {
  const role = { keys: ['stack/service-accounts'], until: 'ready' };
  const agent = { keys: ['addon/eks-pod-identity-agent'], until: 'started' };
  const efs = { name: 'aws-efs-csi-driver' };
  const associated = { ...efs, useDefaultPodIdentityAssociations: true };
  const withPolicy = { ...efs, attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] };
  const withOIDC = { iam: { withOIDC: true } };

  it.each<[string, Record<string, unknown>, readonly object[]]>([
    ['nothing', { addons: [efs] }, []],
    ['its role', { ...withOIDC, addons: [withPolicy] }, [role]],
    ['the agent', { addons: [associated] }, [agent]],
    [
      'the agent that the document names',
      { addons: [{ name: 'EKS-Pod-Identity-Agent' }, associated] },
      [agent],
    ],
  ])('are %s', (_, more, needs) => {
    expect(needsOf(contentsOf(more), 'addon/aws-efs-csi-driver')).toEqual(needs);
  });

  it('are no agent in Auto Mode, where EKS runs it', () => {
    const more = { autoModeConfig: { enabled: true }, addons: [associated] };
    expect(needsOf(contentsOf(more), 'addon/aws-efs-csi-driver')).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['network and proxy', {}, ['addon/vpc-cni', 'addon/kube-proxy']],
    ['the proxy, where the network waits for its role', withOIDC, ['addon/kube-proxy']],
    [
      'what is written in another case',
      { addons: [{ name: 'VPC-CNI' }, { name: 'eks-pod-identity-agent' }] },
      ['addon/vpc-cni', 'addon/kube-proxy'],
    ],
  ])('come before those of nodes: %s', (_, more, keys) => {
    const config = configOf(more);
    const facts = plannedFacts(config, account, '2026-11-24');
    expect(networkingNeeds(config, facts)).toEqual(keys.map((key) => ({ keys: [key], until: 'started' })));
  });
});

describe('the permissions of an add-on', () => {
  const cni = (more: Record<string, unknown> = {}): Addon => ({ name: 'vpc-cni', ...more });
  const pod = (namespace: string, serviceAccountName: string) => ({
    iam: {
      podIdentityAssociations: [{ namespace, serviceAccountName, roleARN: role('pod') }],
    },
  });
  const serviceAccount = (namespace: string, name: string) => ({
    iam: { serviceAccounts: [{ metadata: { namespace, name }, attachRoleARN: role('sa') }] },
  });
  const associations = [{ serviceAccountName: 'aws-node', roleARN: role('cni') }];

  it.each<[string, Addon, object, boolean]>([
    ['where nobody says any', cni(), {}, false],
    ['by its role', cni({ serviceAccountRoleARN: role('cni') }), {}, true],
    ['by a policy', cni({ attachPolicy: {} }), {}, true],
    ['by policies', cni({ attachPolicyARNs: [role('x')] }), {}, true],
    ['by a set', cni({ wellKnownPolicies: { externalDNS: true } }), {}, true],
    ['not by a set that is off', cni({ wellKnownPolicies: { externalDNS: false } }), {}, false],
    ['by an association', cni({ podIdentityAssociations: associations }), {}, true],
    ['by the recommended ones', cni({ useDefaultPodIdentityAssociations: true }), {}, true],
    ['by those of all add-ons', cni(), { addonsConfig: { autoApplyPodIdentityAssociations: true } }, true],
    [
      'by none of these where it wants none',
      cni({ useDefaultPodIdentityAssociations: false }),
      { addonsConfig: { autoApplyPodIdentityAssociations: true } },
      false,
    ],
    [
      'not by recommendations that there are not',
      { name: 'metrics-server' },
      { addonsConfig: { autoApplyPodIdentityAssociations: true } },
      false,
    ],
    ['by the issuer', cni(), { iam: { withOIDC: true } }, true],
    ['not by the issuer, for another', { name: 'adot' }, { iam: { withOIDC: true } }, false],
    [
      'not by the issuer in Auto Mode',
      cni(),
      { iam: { withOIDC: true }, autoModeConfig: { enabled: true } },
      false,
    ],
    ['by an association of its service account', cni(), pod('kube-system', 'aws-node'), true],
    ['not by one of another name', cni(), pod('kube-system', 'other'), false],
    ['not by one of another namespace', cni(), pod('shop', 'aws-node'), false],
    ['by its service account', cni(), serviceAccount('kube-system', 'aws-node'), true],
    ['not by another service account', cni(), serviceAccount('kube-system', 'other'), false],
  ])('are its own %s', (_, addon, more, isOwn) => {
    // The rules of documents are asked elsewhere.
    expect(hasOwnPermissions({ ...configOf({}), ...more }, addon)).toBe(isOwn);
  });

  it('of the VPC CNI for IPv6 are as its documentation says', () => {
    const contents = contentsOf({
      kubernetesNetworkConfig: { ipFamily: 'IPv6' },
      iam: { withOIDC: true },
      addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }, { name: 'coredns' }],
    });
    const { Resources } = find(contents, 'stack', 'stack/service-accounts').stack.template;
    expect(Resources.RoleAddonVpcCni?.Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(Resources.RoleAddonVpcCni?.Properties?.Policies).toEqual([
      {
        PolicyName: 'cniIpv6',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: [
                'ec2:AssignIpv6Addresses',
                'ec2:DescribeInstances',
                'ec2:DescribeTags',
                'ec2:DescribeNetworkInterfaces',
                'ec2:DescribeInstanceTypes',
              ],
              Resource: '*',
            },
            {
              Effect: 'Allow',
              Action: ['ec2:CreateTags'],
              Resource: 'arn:aws:ec2:*:*:network-interface/*',
            },
          ],
        },
      },
    ]);
  });
});

describe('values that the rest of a document calls for', () => {
  const valuesOf = (more: Record<string, unknown>, name: string) =>
    find(contentsOf(more), 'addon', `addon/${name}`).request.configurationValues;
  const windows = { name: 'win', amiFamily: 'WindowsServer2022CoreContainer' };
  const fargate = { fargateProfiles: [{ name: 'all', selectors: [{ namespace: 'kube-system' }] }] };

  it('are of the add-on alone that they are for, and weaker than those that are written', () => {
    const mixed = { managedNodeGroups: [{ name: 'web' }, windows] };
    expect(valuesOf(mixed, 'vpc-cni')).toBe('{"enableWindowsIpam":"true"}');
    expect(valuesOf(mixed, 'kube-proxy')).toBeUndefined();
    expect(valuesOf(fargate, 'metrics-server')).toBeUndefined();
    const addons = [{ name: 'coredns', configurationValues: '{"replicaCount":3}' }];
    expect(valuesOf({ ...fargate, addons }, 'coredns')).toBe('{"replicaCount":3}');
  });
});

describe('a stack of contents', () => {
  const content = (more: Record<string, unknown>, purpose: string) =>
    find(contentsOf(more), 'stack', `stack/${purpose}`);

  it('is told by what it is for', () => {
    const own = content({ nodeGroups: [{ name: 'own' }] }, 'nodegroup-own');
    expect(stack.title(own)).toBe('Start self-managed node group own (stack eks-fleet-shop-nodegroup-own)');
    const roles = content({ iam: { withOIDC: true } }, 'service-accounts');
    expect(stack.title(roles)).toBe(
      'Roles of service accounts of shop (stack eks-fleet-shop-service-accounts)',
    );
    expect(stack.create(own)).toEqual({
      operation: 'CreateStack',
      request: { StackName: 'eks-fleet-shop-nodegroup-own' },
    });
  });

  it.each([
    ['CREATE_COMPLETE', []],
    ['UPDATE_COMPLETE', []],
    ['UPDATE_IN_PROGRESS', ['wait']],
    ['ROLLBACK_COMPLETE', ['fail']],
    ['UPDATE_ROLLBACK_COMPLETE', ['nothing']],
  ])(
    'differs where it is gone or broken, and not where a release has another template: %s',
    (StackStatus, what) => {
      const desired = content({ iam: { withOIDC: true } }, 'service-accounts');
      const { stackName: StackName, tags: owner } = desired.stack;
      const changedAt = '2026-11-24T09:00:00Z';
      const seen = { StackName, StackId: 'id', StackStatus, tags: owner, changedAt };
      const decided = stack.drifted?.(desired, seen as never, '2026-11-24T10:00:00Z');
      expect(decided?.map((decision) => decision.do)).toEqual(what);
    },
  );
});
