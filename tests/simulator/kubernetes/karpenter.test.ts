import { afterEach, describe, expect, it } from '@jest/globals';
import { gitOpsOwner } from '../../../domain/kubernetes/gitops-owner.ts';
import { NODEGROUP } from '../eks/world.ts';
import { budget, deployment, nodePool, webhook } from './manifests.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

/** Karpenter's controller, on the node group: it never runs on nodes of its own. */
const controller = deployment('karpenter', {
  namespace: 'kube-system',
  labels: { 'app.kubernetes.io/name': 'karpenter' },
});
/** Runs on Karpenter's nodes alone. */
const app = (name: string, over: Parameters<typeof deployment>[1] = {}) =>
  deployment(name, { ...over, pod: { nodeSelector: { 'karpenter.sh/nodepool': 'default' } } });

async function withKarpenter(
  pool: object = {},
  annotations?: Record<string, string>,
): Promise<KubernetesWorld> {
  const made = await kubernetesWorld();
  await made.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
  made.call('CreateNodegroup', { ...NODEGROUP, scalingConfig: { minSize: 0, maxSize: 5, desiredSize: 1 } });
  await made.pass(20 * 60_000);
  made.eks.inCluster.plant('shop', [controller, nodePool('default', pool, annotations)]);
  await made.pass(MOMENT_MS);
  return made;
}

const claims = async () => (await world.run(world.client().nodeClaims(world.api))) ?? [];
const pool = async () => (await world.run(world.client().nodePools(world.api)))?.[0];
const nodeCount = async () => (await world.run(world.client().nodes(world.api))).length;
const stop = async () => {
  const { name = '', resourceVersion = '' } = (await pool()) ?? {};
  const change = { name, resourceVersion, limits: { cpu: '0' } };
  return () => world.client().limitNodePool(world.api, change);
};

describe('NodePools and NodeClaims', () => {
  it('are unknown to a cluster without Karpenter and Auto Mode', async () => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    expect(await world.run(world.client().nodePools(world.api))).toBeUndefined();
    const { statusCode, body } = await world.raw('GET', '/apis/karpenter.sh/v1/nodepools');
    expect([statusCode, body.text]).toEqual([404, '404 page not found\n']);
  });

  it('bring a node for pods that no other takes', async () => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', [app('web', { replicas: 2 })]);
    await world.pass(5 * 60_000);
    expect(await claims()).toMatchObject([
      { nodePool: 'default', instanceId: expect.stringMatching(/^i-/), isDeleting: false },
    ]);
    const [claim] = await claims();
    const nodes = await world.run(world.client().nodes(world.api));
    expect(nodes.find(({ nodePool: of }) => of === 'default')).toMatchObject({
      ready: true,
      name: claim?.nodeName,
    });
    const pods = await world.run(world.client().pods(world.api, { labelSelector: 'app=web' }));
    expect(pods.every(({ ready, nodeName }) => ready && nodeName === claim?.nodeName)).toBe(true);
  });

  it('bring none once the pool has reached its limits', async () => {
    world = await withKarpenter();
    await world.run((await stop())());
    expect((await pool())?.limits).toEqual({ cpu: '0' });
    world.eks.inCluster.plant('shop', [app('web')]);
    await world.pass(10 * 60_000);
    expect(await claims()).toEqual([]);
  });

  it('bring one as soon as the limits leave room again', async () => {
    world = await withKarpenter();
    await world.run((await stop())());
    world.eks.inCluster.plant('shop', [app('web')]);
    await world.pass(10 * 60_000);
    const { name = '', resourceVersion = '' } = (await pool()) ?? {};
    await world.run(world.client().limitNodePool(world.api, { name, resourceVersion, limits: null }));
    expect((await pool())?.limits).toBeUndefined();
    await world.pass(5 * 60_000);
    expect(await claims()).toHaveLength(1);
  });

  it('bring a replacement for a node that goes while the pool has room', async () => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', [app('web')]);
    await world.pass(5 * 60_000);
    const [before] = await claims();
    await world.run(world.client().deleteNodeClaim(world.api, before?.name ?? ''));
    await world.pass(10 * 60_000);
    const after = await claims();
    expect(after).toHaveLength(1);
    expect(after[0]?.name).not.toBe(before?.name);
  });

  it('end with their instance once the pods are gone', async () => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', [app('web')]);
    await world.pass(5 * 60_000);
    await world.run((await stop())());
    const [claim] = await claims();
    await world.run(world.client().deleteNodeClaim(world.api, claim?.name ?? ''));
    expect(await claims()).toMatchObject([{ isDeleting: true }]);
    await world.pass(5 * 60_000);
    expect(await claims()).toEqual([]);
    expect(world.network.instances.has(claim?.instanceId ?? '')).toBe(false);
    expect(await nodeCount()).toBe(1);
    await world.run(world.client().deleteNodeClaim(world.api, claim?.name ?? ''));
  });

  it('do not end while no controller of Karpenter runs', async () => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', [app('web')]);
    await world.pass(5 * 60_000);
    const group = { clusterName: 'shop', nodegroupName: 'web' };
    world.call('UpdateNodegroupConfig', { ...group, scalingConfig: { desiredSize: 0 } });
    await world.pass(10 * 60_000);
    const [claim] = await claims();
    await world.run(world.client().deleteNodeClaim(world.api, claim?.name ?? ''));
    await world.pass(3_600_000);
    expect(await claims()).toMatchObject([{ isDeleting: true }]);
    expect(world.network.instances.has(claim?.instanceId ?? '')).toBe(true);
    world.call('UpdateNodegroupConfig', { ...group, scalingConfig: { desiredSize: 1 } });
    await world.run((await stop())());
    await world.pass(15 * 60_000);
    expect(await claims()).toEqual([]);
  });

  it.each([
    ['a budget that allows none', [budget('web', { minAvailable: 1 })], undefined],
    ['a pod that says so', [], { 'karpenter.sh/do-not-disrupt': 'true' }],
  ])('wait for %s, however long', async (_what, budgets, podAnnotations) => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', [app('web', podAnnotations ? { podAnnotations } : {}), ...budgets]);
    await world.pass(5 * 60_000);
    await world.run((await stop())());
    const [claim] = await claims();
    await world.run(world.client().deleteNodeClaim(world.api, claim?.name ?? ''));
    await world.pass(3_600_000);
    expect(await claims()).toMatchObject([{ isDeleting: true }]);
    const [held] = await world.run(world.client().pods(world.api, { labelSelector: 'app=web' }));
    expect(held?.ready).toBe(true);
  });

  it('are refused a limit that is no quantity', async () => {
    world = await withKarpenter();
    const { statusCode, body } = await world.raw('PATCH', '/apis/karpenter.sh/v1/nodepools/default', {
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { spec: { limits: { cpu: 'none' } } },
    });
    expect([statusCode, body.reason]).toEqual([422, 'Invalid']);
    expect(body.message).toMatch(
      /^NodePool.karpenter.sh "default" is invalid: spec.limits.cpu: Invalid value: "none"/,
    );
  });

  it('are at a new version whenever their nodes are counted', async () => {
    world = await withKarpenter();
    const { resourceVersion = '', name = '' } = (await pool()) ?? {};
    world.eks.inCluster.plant('shop', [app('web')]);
    await world.pass(5 * 60_000);
    const change = { name, resourceVersion, limits: { cpu: '0' } };
    expect((await world.failure(world.client().limitNodePool(world.api, change))).name).toBe('Conflict');
  });
});

describe('what Argo CD owns', () => {
  it('is told by its marks, and put back within seconds', async () => {
    const tracked = { 'argocd.argoproj.io/tracking-id': 'platform:karpenter.sh/NodePool:/default' };
    world = await withKarpenter();
    const own = nodePool('owned', { limits: { cpu: '100' } }, tracked);
    world.eks.inCluster.plant('shop', [own], { selfHeals: true });
    const find = async () =>
      (await world.run(world.client().nodePools(world.api)))?.find(({ name }) => name === 'owned');
    const before = await find();
    expect(before && gitOpsOwner(before)).toEqual({ tool: 'Argo CD', name: 'platform' });
    const { resourceVersion = '' } = before ?? {};
    await world.run(
      world.client().limitNodePool(world.api, { name: 'owned', resourceVersion, limits: { cpu: '0' } }),
    );
    expect((await find())?.limits).toEqual({ cpu: '0' });
    await world.pass(30_000);
    expect((await find())?.limits).toEqual({ cpu: '100' });
  });
});

describe('a webhook', () => {
  const podsOf = async (name: string) =>
    world.run(world.client().pods(world.api, { labelSelector: `app=${name}` }));

  it('that fails closed keeps pods out while nothing serves it', async () => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', webhook('guard'));
    world.eks.inCluster.plant('shop', [deployment('late')]);
    await world.pass(MOMENT_MS);
    expect(await podsOf('late')).toEqual([]);
    world.eks.inCluster.plant('shop', [deployment('guard', { namespace: 'guard' })]);
    await world.pass(10 * 60_000);
    expect(await podsOf('late')).toMatchObject([{ ready: true }]);
  });

  it('that fails open lets them pass', async () => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', [...webhook('guard', 'Ignore'), deployment('late')]);
    await world.pass(MOMENT_MS);
    expect(await podsOf('late')).toMatchObject([{ ready: true }]);
  });

  it('is listed with what it stands in the way of', async () => {
    world = await withKarpenter();
    world.eks.inCluster.plant('shop', webhook('guard'));
    expect(await world.run(world.client().webhooks(world.api))).toEqual([
      {
        kind: 'ValidatingWebhookConfiguration',
        configuration: 'guard',
        name: 'guard.example.com',
        failurePolicy: 'Fail',
        service: { namespace: 'guard', name: 'guard' },
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['guard'] }],
        },
        rules: [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }],
      },
    ]);
  });

  it('that cannot be called fails a change of what it matches, by name', async () => {
    world = await withKarpenter();
    const [service, configuration] = webhook('guard');
    if (!service || !configuration) throw new Error('a webhook has two objects');
    const rules = [{ operations: ['UPDATE'], apiGroups: ['karpenter.sh'], resources: ['nodepools'] }];
    const { webhooks } = configuration as { webhooks?: object[] };
    const onPools = {
      ...configuration,
      webhooks: webhooks?.map((one) => ({ ...one, rules, timeoutSeconds: 5 })),
    };
    world.eks.inCluster.plant('shop', [service, onPools]);
    expect(await world.failure((await stop())())).toEqual({
      name: 'ServiceUnavailable',
      message:
        'shop: Internal error occurred: failed calling webhook "guard.example.com": failed to call webhook: ' +
        'Post "https://guard.guard.svc:443/validate?timeout=5s": no endpoints available for service "guard"',
    });
  });
});
