import { afterEach, describe, expect, it } from '@jest/globals';
import { role } from '../eks/world.ts';
import { deployment } from './manifests.ts';
import { type KubernetesWorld, kubernetesWorld } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

const claims = async () => (await world.run(world.client().nodeClaims(world.api))) ?? [];
const nodeCount = async () => (await world.run(world.client().nodes(world.api))).length;

describe('Auto Mode', () => {
  const compute = (nodePools: readonly string[], enabled = true) => ({
    computeConfig: {
      enabled,
      ...(enabled && { nodePools }),
      ...(nodePools.length > 0 && { nodeRoleArn: role('node') }),
    },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled } },
    storageConfig: { blockStorage: { enabled } },
  });
  const withAutoMode = async (seed: number): Promise<KubernetesWorld> => {
    const made = await kubernetesWorld(compute(['general-purpose', 'system']), { seed });
    await made.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    return made;
  };
  const pools = async () => (await world.run(world.client().nodePools(world.api))) ?? [];

  it('has pools of its own, whose nodes come and go whatever runs in the cluster', async () => {
    world = await withAutoMode(1);
    expect((await pools()).map(({ name, isBuiltIn }) => [name, isBuiltIn])).toEqual([
      ['general-purpose', true],
      ['system', true],
    ]);
    world.eks.inCluster.plant('shop', [deployment('web')]);
    await world.pass(5 * 60_000);
    expect(await claims()).toMatchObject([{ nodePool: 'general-purpose' }]);
    expect(await nodeCount()).toBe(1);
  });

  it('lets nobody change its pools: it refuses, or puts them back', async () => {
    const outcomes = new Set<string>();
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      world = await withAutoMode(seed);
      const [{ name, resourceVersion } = { name: '', resourceVersion: '' }] = await pools();
      const change = { name, resourceVersion, limits: { cpu: '0' } };
      const outcome = await world.run(
        world
          .client()
          .limitNodePool(world.api, change)
          .then(
            () => 'accepted',
            (error: Error) => error.name,
          ),
      );
      outcomes.add(outcome);
      await world.pass(60_000);
      expect((await pools())[0]?.limits).toBeUndefined();
      if (seed < 8) world.close();
    }
    expect([...outcomes].sort()).toEqual(['KubernetesForbidden', 'accepted']);
  });

  it('takes a pool away with its nodes when it is disabled', async () => {
    world = await withAutoMode(1);
    world.eks.inCluster.plant('shop', [deployment('web')]);
    await world.pass(5 * 60_000);
    world.call('UpdateClusterConfig', { name: 'shop', ...compute([]) });
    await world.pass(20 * 60_000);
    expect([await pools(), await claims(), await nodeCount()]).toEqual([[], [], 0]);
    world.call('UpdateClusterConfig', { name: 'shop', ...compute(['general-purpose']) });
    await world.pass(20 * 60_000);
    expect((await pools()).map(({ name }) => name)).toEqual(['general-purpose']);
    expect(await nodeCount()).toBe(1);
  });

  it('ends with all of its nodes', async () => {
    world = await withAutoMode(1);
    world.eks.inCluster.plant('shop', [deployment('web')]);
    await world.pass(5 * 60_000);
    world.call('UpdateClusterConfig', { name: 'shop', ...compute([], false) });
    await world.pass(30 * 60_000);
    expect([await claims(), await nodeCount(), world.network.instances.size]).toEqual([[], 0, 0]);
  });
});
