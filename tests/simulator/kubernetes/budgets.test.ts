import { afterEach, describe, expect, it } from '@jest/globals';
import { budget, deployment } from './manifests.ts';
import { type KubernetesWorld, MOMENT_MS, withNodes } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

describe('a disruption budget', () => {
  const evict = (name: string) =>
    world.raw('POST', `/api/v1/namespaces/default/pods/${name}/eviction`, {
      body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } },
    });
  const podNames = async () => (await world.run(world.client().pods(world.api, {}))).map(({ name }) => name);

  it.each([
    [{ minAvailable: 3 }, { disruptionsAllowed: 1, desiredHealthy: 3 }],
    [{ minAvailable: '70%' }, { disruptionsAllowed: 1, desiredHealthy: 3 }],
    [{ maxUnavailable: 2 }, { disruptionsAllowed: 2, desiredHealthy: 2 }],
    [{ maxUnavailable: '30%' }, { disruptionsAllowed: 2, desiredHealthy: 2 }],
  ])('of %j allows %j of four pods', async (spec, status) => {
    world = await withNodes();
    world.eks.inCluster.plant('shop', [deployment('web', { replicas: 4 }), budget('web', spec)]);
    await world.pass(MOMENT_MS);
    expect(await world.run(world.client().disruptionBudgets(world.api))).toMatchObject([
      { name: 'web', currentHealthy: 4, expectedPods: 4, ...status },
    ]);
  });

  it('keeps pods from eviction that it needs, and says which it is', async () => {
    world = await withNodes();
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 2 }),
      budget('web', { minAvailable: 1 }),
    ]);
    await world.pass(MOMENT_MS);
    const [first = '', second = ''] = await podNames();
    expect((await evict(first)).statusCode).toBe(201);
    const { statusCode, body } = await evict(second);
    expect([statusCode, body.reason, body.message]).toEqual([
      429,
      'TooManyRequests',
      "Cannot evict pod as it would violate the pod's disruption budget.",
    ]);
    expect(body.details?.causes).toEqual([
      {
        reason: 'DisruptionBudget',
        message: 'The disruption budget web needs 1 healthy pods and has 1 currently',
      },
    ]);
    await world.pass(MOMENT_MS);
    expect((await evict(second)).statusCode).toBe(201);
  });

  it('must be the only one of its pods', async () => {
    world = await withNodes();
    const budgets = [budget('one', { minAvailable: 0 }, 'web'), budget('two', { minAvailable: 0 }, 'web')];
    world.eks.inCluster.plant('shop', [deployment('web'), ...budgets]);
    await world.pass(MOMENT_MS);
    const [name = ''] = await podNames();
    const { statusCode, body } = await evict(name);
    expect([statusCode, body.message]).toEqual([
      500,
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    ]);
  });

  // EKS guide, "Delete a managed node group from your cluster": "If the node hasn't been drained after 5 minutes".
  it('delays the end of a managed node for 5 minutes where its group is deleted', async () => {
    world = await withNodes(1);
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 2 }),
      budget('web', { minAvailable: 2 }),
    ]);
    await world.pass(MOMENT_MS);
    world.call('DeleteNodegroup', { clusterName: 'shop', nodegroupName: 'web' });
    const minutesWhile = async (cordoned: boolean): Promise<number> => {
      for (let minutes = 0; minutes < 30; minutes++) {
        const [node] = await world.run(world.client().nodes(world.api));
        if (node?.cordoned !== cordoned) return minutes;
        await world.pass(60_000);
      }
      return 30;
    };
    await minutesWhile(false);
    const minutes = await minutesWhile(true);
    expect(minutes).toBeGreaterThanOrEqual(4);
    expect(minutes).toBeLessThan(9);
  });

  it('delays the end of a managed node for 15 minutes and no longer', async () => {
    world = await withNodes(1);
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 2 }),
      budget('web', { minAvailable: 2 }),
    ]);
    await world.pass(MOMENT_MS);
    world.call('UpdateNodegroupConfig', {
      clusterName: 'shop',
      nodegroupName: 'web',
      scalingConfig: { desiredSize: 0 },
    });
    await world.pass(14 * 60_000);
    expect(await world.run(world.client().nodes(world.api))).toMatchObject([{ cordoned: true, ready: true }]);
    const [group] = world.eks.inCluster.scalingGroups(() => true);
    expect(group?.drainingIds.size).toBe(1);
    await world.pass(5 * 60_000);
    expect(await world.run(world.client().nodes(world.api))).toEqual([]);
    const pods = await world.run(world.client().pods(world.api, {}));
    expect(pods.map(({ phase }) => phase)).toEqual(['Pending', 'Pending']);
  });
});
