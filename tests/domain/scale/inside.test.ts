import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../../domain/errors.ts';
import type { DescribedCluster } from '../../../domain/ports/eks.ts';
import type { ObservedWebhook } from '../../../domain/ports/kubernetes.ts';
import type { SeenInside } from '../../../domain/scale/inside/inside.ts';
import { insideFromOutside, provisioningFromOutside } from '../../../domain/scale/inside/outside.ts';
import { decideBuiltInPools, decidePool } from '../../../domain/scale/inside/pool-change.ts';
import type { ProvisioningChange } from '../../../domain/scale/inside/provisioning.ts';
import { provisioningItems } from '../../../domain/scale/inside/provisioning-items.ts';
import { stopProvisioning, withNewPools } from '../../../domain/scale/inside/stop-provisioning.ts';
import { unlessUnreached } from '../../../domain/scale/inside/unless-unreached.ts';
import { pool, resizePlan, seen } from './seen.fixtures.ts';

const builtIn = { nodePools: ['general-purpose', 'system'], nodeRoleArn: 'arn:nodes' };
const change = (
  direction: 'stop' | 'start',
  provisioning: Partial<ProvisioningChange['provisioning']> = {},
): ProvisioningChange => ({
  do: direction,
  since: '2026-11-24T20:00:00Z',
  provisioning: { nodePools: [], nodes: [], ...provisioning },
});

describe('a cluster that is looked at from outside', () => {
  const cluster = {
    name: 'shop',
    endpoint: 'https://shop',
    certificateAuthority: 'Q0E=',
    computeConfig: { enabled: true },
  } as unknown as DescribedCluster;
  const NOTHING = { nodePools: undefined, hasNodeClaims: false, webhooks: [], held: [] };

  it('is open where the fleet has been let in', () => {
    expect(provisioningFromOutside(cluster, { is: 'ready', says: 'it is' }, 'prod')).toEqual({
      computeConfig: { enabled: true },
      nodes: [],
      api: { clusterName: 'shop', endpoint: 'https://shop', certificateAuthority: 'Q0E=' },
      inside: NOTHING,
    });
  });

  it('says why it is not asked where it is closed', () => {
    const closed = provisioningFromOutside(cluster, { is: 'failed', says: 'nobody answers' }, 'prod');
    expect(closed).toMatchObject({ api: undefined, inside: { why: 'nobody answers' } });
    expect(insideFromOutside('shop', undefined, false)).toEqual({
      why: 'the fleet was never let into shop: apply or adopt it again',
    });
  });
});

describe('an answer of the API', () => {
  it.each(['KubernetesUnreachable', 'KubernetesUnauthorized', 'KubernetesForbidden'] as const)(
    'that does not come is said: %s',
    async (name) => {
      const asked = Promise.reject(new TaskError(name, 'nobody is there'));
      const isForbidden = name === 'KubernetesForbidden' ? { isForbidden: true } : {};
      expect(await unlessUnreached(asked)).toEqual({ why: 'nobody is there', ...isForbidden });
    },
  );

  it('is given on, and so is an error that is over in a moment, or nobody’s', async () => {
    expect(await unlessUnreached(Promise.resolve({ pods: 1 }))).toEqual({ pods: 1 });
    const busy = new TaskError('Throttled', 'later');
    await expect(unlessUnreached(Promise.reject(busy))).rejects.toBe(busy);
    const other = Object.assign(new Error('a mistake'), { name: 'KubernetesForbidden' });
    await expect(unlessUnreached(Promise.reject(other))).rejects.toBe(other);
  });
});

describe('a sleep that could not end well is refused', () => {
  const messageOf = (inside: Parameters<typeof seen>[0]) =>
    stopProvisioning(seen(inside)).problems.map(({ path, message }) => `${path}: ${message}`);

  it.each([
    [
      'Argo CD, by the name of its Application',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'pools:karpenter.sh/NodePool:/default' } },
      'is kept by Argo CD (pools)',
      'give pools a sync window of kind deny over the sleep (spec.syncWindows of its AppProject), and set spec.limits.cpu of the pool to 0 in it',
    ],
    [
      'Argo CD, by its manager alone',
      { managers: ['argocd-controller'] },
      'is kept by Argo CD',
      'give its Application a sync window of kind deny over the sleep (spec.syncWindows of its AppProject), and set spec.limits.cpu of the pool to 0 in it',
    ],
    [
      'Flux, by the name of its Kustomization',
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'pools' } },
      'is kept by Flux (pools)',
      'suspend pools over the sleep (flux suspend), and set spec.limits.cpu of the pool to 0 meanwhile',
    ],
    [
      'Flux, by its manager alone',
      { managers: ['helm-controller'] },
      'is kept by Flux',
      'suspend its Kustomization or HelmRelease over the sleep (flux suspend), and set spec.limits.cpu of the pool to 0 meanwhile',
    ],
  ])('where a pool is kept by %s', (_, marks, whose, how) => {
    expect(messageOf({ nodePools: [pool('free'), pool('default', marks)] })).toEqual([
      `detail.action: NodePool default ${whose}, which would put back what hibernating changes, and eks-fleet changes nothing that another tool owns: ${how}`,
    ]);
  });

  it('where a webhook of the cluster would answer nothing', () => {
    const webhook: ObservedWebhook = {
      kind: 'MutatingWebhookConfiguration',
      configuration: 'policy',
      name: 'pods.policy',
      failurePolicy: 'Fail',
      service: { namespace: 'guard', name: 'policy' },
      rules: [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }],
    };
    expect(messageOf({ webhooks: [webhook] })).toEqual([
      'detail.action: webhook pods.policy of MutatingWebhookConfiguration policy runs in the cluster (guard/policy) and fails closed: without nodes it answers nothing, and without its answer no node or pod comes back. Set its failurePolicy to Ignore, or leave kube-system and its own namespace out of it by its namespaceSelector',
    ]);
  });

  it('where nobody can look, and something starts nodes', () => {
    const computeConfig = { enabled: true };
    expect(
      stopProvisioning(seen({ why: 'it is private' }, { provisioned: { computeConfig } })).problems,
    ).toEqual([
      {
        path: 'detail.action',
        message:
          'Auto Mode starts nodes for shop that no group has, and the Kubernetes API was not asked: it is private',
      },
    ]);
  });
});

describe('what a sleep remembers of Auto Mode’s own pools', () => {
  const rememberedOf = (computeConfig: object) =>
    stopProvisioning(seen({}, { provisioned: { computeConfig: { enabled: true, ...computeConfig } } })).change
      ?.provisioning;

  it('is both their names and their role, or nothing', () => {
    expect(rememberedOf(builtIn)).toEqual({ builtIn, nodePools: [], nodes: [] });
    const nothing = { nodePools: [], nodes: [] };
    expect(rememberedOf({})).toEqual(nothing);
    expect(rememberedOf({ nodePools: ['system'] })).toEqual(nothing);
    expect(rememberedOf({ nodePools: [], nodeRoleArn: 'arn:nodes' })).toEqual(nothing);
  });
});

describe('a memory of pools', () => {
  const memory = { operationId: 'o0', capturedAt: '2026-11-23T20:00:00Z', groups: [] };
  const known = { nodePools: [{ name: 'a', limits: null }], nodes: [{ instanceType: 'm5.large', count: 2 }] };
  const added = { name: 'b', limits: { cpu: '8' } };

  it('stays where nothing is new', () => {
    expect(withNewPools({ ...memory, provisioning: known }, { nodePools: [], nodes: [] })).toBeUndefined();
    expect(withNewPools({ ...memory, provisioning: known }, known)).toBeUndefined();
    expect(
      withNewPools({ ...memory, provisioning: { ...known, builtIn } }, { ...known, builtIn }),
    ).toBeUndefined();
  });

  it('has those that come besides, and keeps its own', () => {
    const more = { nodePools: [{ name: 'a', limits: { cpu: '1' } }, added], nodes: [] };
    expect(withNewPools({ ...memory, provisioning: known }, more)).toEqual({
      ...memory,
      provisioning: { ...known, nodePools: [...known.nodePools, added] },
    });
    expect(withNewPools(memory, more)).toEqual({ ...memory, provisioning: { ...more, nodes: [] } });
    const other = { ...builtIn, nodePools: ['system'] };
    expect(withNewPools({ ...memory, provisioning: known }, { ...known, builtIn })).toEqual({
      ...memory,
      provisioning: { ...known, builtIn },
    });
    expect(
      withNewPools({ ...memory, provisioning: { ...known, builtIn } }, { ...more, builtIn: other }),
    ).toMatchObject({ provisioning: { builtIn } });
  });
});

describe('changes of pools, in words', () => {
  it('say the limits before and after', () => {
    const found = pool('default', { limits: { cpu: '100' } });
    expect(decidePool({ name: 'default', limits: null }, 'stop', found)).toEqual({
      do: 'update',
      change: {
        operation: 'LimitNodePool',
        request: { name: 'default', resourceVersion: '7', limits: { cpu: '0' } },
      },
      summary: 'NodePool default from cpu 100 to cpu 0',
    });
    const stopped = pool('default', { limits: { cpu: '0' } });
    expect(decidePool({ name: 'default', limits: null }, 'start', stopped)).toMatchObject({
      change: { request: { limits: null } },
      summary: 'NodePool default from cpu 0 to no limits',
    });
    expect(decidePool({ name: 'default', limits: {} }, 'stop', pool('default'))).toMatchObject({
      summary: 'NodePool default from no limits to cpu 0',
    });
    const labels = { 'kustomize.toolkit.fluxcd.io/name': 'pools' };
    expect(decidePool({ name: 'default', limits: null }, 'start', { ...stopped, labels })).toEqual({
      do: 'fail',
      reason: 'Flux keeps NodePool default: it is not changed',
    });
  });

  const cluster = (nodePools: readonly string[] | undefined, status = 'ACTIVE') => ({
    cluster: { status, computeConfig: { enabled: true, ...(nodePools ? { nodePools } : {}) } },
  });
  const request = (computeConfig: object) => ({
    name: 'shop',
    computeConfig,
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    storageConfig: { blockStorage: { enabled: true } },
  });

  it('say which of Auto Mode’s own pools there are then', () => {
    expect(decideBuiltInPools('shop', change('start', { builtIn }), cluster([]))).toEqual({
      do: 'update',
      change: { operation: 'UpdateClusterConfig', request: request({ enabled: true, ...builtIn }) },
      summary: "Auto Mode's own pools of shop: general-purpose, system",
    });
    expect(decideBuiltInPools('shop', change('stop', { builtIn }), cluster(['system']))).toEqual({
      do: 'update',
      change: { operation: 'UpdateClusterConfig', request: request({ enabled: true, nodePools: [] }) },
      summary: "Auto Mode's own pools of shop: none",
    });
  });

  it.each([
    ['are none where it is not known', {}, { builtIn }, { do: 'nothing' }],
    ['are none where none are remembered', cluster(['system']), {}, { do: 'nothing' }],
    ['are none where they are gone', cluster(undefined), { builtIn }, { do: 'nothing' }],
    [
      'are waited for',
      cluster(['system'], 'UPDATING'),
      { builtIn },
      { do: 'wait', operation: 'UPDATING of shop' },
    ],
  ])('%s', (_, inside, provisioning, decision) => {
    expect(decideBuiltInPools('shop', change('stop', provisioning), inside as SeenInside)).toEqual(decision);
  });
});

describe('the items of nodes that no group has', () => {
  const sizes = { minSize: 1, desiredSize: 1, maxSize: 2 };
  const itemsOf = (provisioning: ProvisioningChange | undefined, inside: SeenInside) =>
    provisioningItems(
      { ...resizePlan(sizes, sizes), ...(provisioning ? { provisioning } : {}) },
      inside,
      'shop',
      ['nodeGroup/web'],
    ).map(({ expected, ...item }) => item);
  const nodePools = [{ name: 'default', limits: null }];

  it('are none where nothing of it changes', () => {
    expect(itemsOf(undefined, {})).toEqual([]);
  });

  it('are the pools, to wake, once the groups have been asked for', () => {
    const needs = [{ keys: ['nodeGroup/web'], until: 'asked' }];
    expect(itemsOf(change('start', { nodePools, builtIn }), {})).toEqual([
      {
        key: 'nodePool/default',
        task: 'limit-node-pool',
        decision: { do: 'wait', operation: 'the Kubernetes API, for NodePools' },
        needs,
      },
      { key: 'builtInPools', task: 'set-built-in-pools', decision: { do: 'nothing' }, needs },
    ]);
  });

  it('are the pools and then every node, to sleep', () => {
    const inside: SeenInside = {
      nodePools: [pool('default', { limits: { cpu: '0' } })],
      nodeClaims: [
        { name: 'a', isDeleting: false },
        { name: 'b', isDeleting: true },
      ],
      instances: 3,
    };
    const needs = [{ keys: ['nodePool/default'], until: 'ready' }];
    expect(itemsOf(change('stop', { nodePools }), inside)).toEqual([
      { key: 'nodePool/default', task: 'limit-node-pool', decision: { do: 'nothing' }, needs: [] },
      {
        key: 'nodeClaim/a',
        task: 'delete-node-claim',
        decision: {
          do: 'update',
          change: { operation: 'DeleteNodeClaim', request: { name: 'a' } },
          summary: 'end NodeClaim a',
        },
        needs,
      },
      {
        key: 'nodeClaim/b',
        task: 'delete-node-claim',
        decision: { do: 'wait', operation: 'the end of NodeClaim b' },
        needs,
      },
      {
        key: 'provisionedNodes',
        task: 'delete-node-claim',
        decision: { do: 'wait', operation: '2 NodeClaims, 3 instances' },
      },
    ]);
    expect(itemsOf(change('stop'), {}).map(({ decision }) => decision)).toEqual([
      { do: 'wait', operation: 'NodeClaims' },
    ]);
  });
});
