import { describe, expect, it } from '@jest/globals';
import { asWritten, documentSizes, isAutoscaled } from '../../../domain/scale/groups/document.ts';
import { documentGroups } from '../../../domain/scale/groups/document-groups.ts';
import { type GroupInstance, nodesInWords } from '../../../domain/scale/groups/group.ts';
import { nodeCounts } from '../../../domain/scale/memory/memory.ts';
import { configOf } from '../desired/fixtures.ts';
import { group } from './seen.fixtures.ts';

describe('the number of nodes of a group', () => {
  const TAG = 'k8s.io/cluster-autoscaler/enabled';
  const wellKnownPolicies = { autoScaler: true };
  const metadata = { name: 'autoscaler', namespace: 'kube-system' };
  const granted = { iam: { withAddonPolicies: { autoScaler: true } } };
  it.each<[string, boolean, Record<string, string>, Record<string, unknown>]>([
    ['is its own where nothing says otherwise', false, {}, {}],
    ["is an autoscaler's where the group has its tag", true, { [TAG]: 'true' }, {}],
    ['is its own where the tag says so', false, { [TAG]: 'false' }, {}],
    [
      "is an autoscaler's where the document lets its nodes scale groups",
      true,
      {},
      { managedNodeGroups: [{ name: 'web', ...granted }] },
    ],
    [
      'is its own where those of another group may',
      false,
      {},
      { managedNodeGroups: [{ name: 'web' }, { name: 'own', ...granted }] },
    ],
    [
      "is an autoscaler's where a service account may",
      true,
      {},
      { iam: { withOIDC: true, serviceAccounts: [{ metadata, wellKnownPolicies }] } },
    ],
    [
      "is an autoscaler's where a pod identity may",
      true,
      {},
      {
        iam: {
          podIdentityAssociations: [
            { namespace: 'kube-system', serviceAccountName: 'autoscaler', wellKnownPolicies },
          ],
        },
      },
    ],
    [
      'is its own where these may do other things',
      false,
      {},
      { iam: { withOIDC: true, serviceAccounts: [{ metadata, wellKnownPolicies: { externalDNS: true } }] } },
    ],
  ])('%s', (_what, is, tags, document) => {
    expect(isAutoscaled({ ...group, tags }, configOf(document))).toBe(is);
  });
});

it('a self-managed group has the labels and the system that its document gives its nodes', () => {
  const config = configOf({
    managedNodeGroups: [{ name: 'web', labels: { tier: 'web' } }],
    nodeGroups: [{ name: 'own', labels: { tier: 'own' }, amiFamily: 'WindowsServer2022CoreContainer' }],
  });
  const own = { ...group, key: 'autoScalingGroup/own', kind: 'selfManaged' as const, name: 'own' };
  expect(asWritten(own, config)).toMatchObject({ name: 'own', labels: { tier: 'own' }, isWindows: true });
  const handmade = { ...own, name: 'handmade' };
  expect(asWritten(handmade, config)).toBe(handmade);
  expect(asWritten(group, config)).toBe(group);
});

it('the groups of a document are as they begin, with their labels and systems', () => {
  const config = configOf({
    managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize: 4, tags: { a: 'b' } }],
    nodeGroups: [{ name: 'own', amiFamily: 'WindowsServer2022CoreContainer' }],
  });
  const own = { 'alpha.eksctl.io/cluster-name': 'shop' };
  const usual = { status: 'ACTIVE', autoScalingGroupName: '', instances: [], issues: [] };
  expect(documentGroups(config)).toEqual([
    {
      ...usual,
      key: 'nodeGroup/web',
      kind: 'managed',
      name: 'web',
      sizes: { minSize: 1, desiredSize: 2, maxSize: 4 },
      labels: { ...own, 'alpha.eksctl.io/nodegroup-name': 'web' },
      isWindows: false,
      tags: { a: 'b' },
    },
    {
      ...usual,
      key: 'autoScalingGroup/own',
      kind: 'selfManaged',
      name: 'own',
      sizes: { minSize: 2, desiredSize: 2, maxSize: 2 },
      labels: { ...own, 'alpha.eksctl.io/nodegroup-name': 'own' },
      isWindows: true,
      tags: {},
    },
  ]);
  expect([...documentSizes(config)]).toEqual([
    ['nodeGroup/web', { minSize: 1, desiredSize: 2, maxSize: 4 }],
    ['autoScalingGroup/own', { minSize: 2, desiredSize: 2, maxSize: 2 }],
  ]);
});

it('the nodes of a group are those in service, by type and zone', () => {
  const node = (instanceType: string, zone: string, over: Partial<GroupInstance> = {}): GroupInstance => ({
    instanceId: 'i-1',
    instanceType,
    zone,
    state: 'InService',
    isHealthy: true,
    ...over,
  });
  const instances = [
    node('m6i.large', 'us-west-2b'),
    node('m5.large', 'us-west-2a'),
    node('m6i.large', 'us-west-2a'),
    node('m6i.large', 'us-west-2b'),
    node('m5.large', 'us-west-2a', { isHealthy: false }),
    node('m5.large', 'us-west-2a', { state: 'Terminating' }),
  ];
  expect(nodesInWords(instances)).toBe(
    '1 m5.large in us-west-2a, 1 m6i.large in us-west-2a, 2 m6i.large in us-west-2b',
  );
  expect(nodesInWords(instances.slice(4))).toBe('no nodes');
  expect(nodeCounts({ ...group, instances })).toEqual([
    { instanceType: 'm6i.large', count: 3 },
    { instanceType: 'm5.large', count: 1 },
  ]);
});
