import type { Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { DISRUPTION_BUDGETS, NODES, PODS } from '../../../simulator/kubernetes/api/resources.ts';
import { describeWeb, NO_CAPACITY, web, withGroup } from './nodegroups.fixtures.ts';
import { NODEGROUP, type World, type WorldOptions, worldWithCluster } from './world.ts';

const MINUTE_MS = 60_000;
const start = (world: World, request: Record<string, unknown> = {}) =>
  world.call<{ update: Update }>('UpdateNodegroupVersion', { ...web, ...request }).update;
const ended = (world: World, updateId: string | undefined) =>
  world.call<{ update: Update }>('DescribeUpdate', { name: 'shop', nodegroupName: 'web', updateId }).update;
const storeOf = (world: World) => world.eks.inCluster.kubernetes('shop').store;
const kubelets = (world: World) =>
  storeOf(world)
    .list(NODES)
    .map(({ status }) => /^v1\.\d+/.exec(status.nodeInfo?.kubeletVersion ?? '')?.[0])
    .sort();
const readyPods = (world: World) =>
  storeOf(world)
    .list(PODS)
    .filter(({ status, metadata }) => status.phase === 'Running' && !metadata.deletionTimestamp).length;

const app = (replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'app' } },
    template: { metadata: { labels: { app: 'app' } } },
  },
});
const budget = (spec: object, name = 'app') => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'app' } }, ...spec },
});

/** A group on 1.33 in a cluster on 1.34. */
async function behind(group: Record<string, unknown> = {}, options: WorldOptions = {}): Promise<World> {
  const world = await worldWithCluster({ version: '1.33' }, options);
  world.call('CreateNodegroup', { ...NODEGROUP, ...group });
  await world.settle();
  world.call('UpdateClusterVersion', { name: 'shop', version: '1.34', force: true });
  await world.settle();
  return world;
}

describe('the rollout of a node group', () => {
  it('brings nodes with the kubelet of the version, and evicts pods within their budgets', async () => {
    const world = await behind();
    world.eks.inCluster.plant('shop', [app(12), budget({ minAvailable: 11 })]);
    await world.settle();
    expect(kubelets(world)).toEqual(['v1.33', 'v1.33']);
    const { id } = start(world, { version: '1.34' });
    let fewest = 12;
    // On for five minutes: pods of a node that ends are missed a little later.
    for (let more = 0; more < 60; more += ended(world, id).status === 'InProgress' ? 0 : 1) {
      await world.settle(5_000);
      fewest = Math.min(fewest, readyPods(world));
    }
    expect(ended(world, id).status).toBe('Successful');
    expect(fewest).toBeGreaterThanOrEqual(11);
    expect(kubelets(world)).toEqual(['v1.34', 'v1.34']);
    expect(describeWeb(world)).toMatchObject({ status: 'ACTIVE', version: '1.34' });
  });

  it('grows by twice its zones at least, and keeps old nodes from new pods', async () => {
    const world = await behind();
    const { id } = start(world, { version: '1.34' });
    let most = 0;
    let marked = 0;
    while (ended(world, id).status === 'InProgress') {
      await world.settle(5_000);
      most = Math.max(most, world.network.instances.size);
      const leaving = storeOf(world)
        .list(NODES)
        .filter(({ spec, metadata }) => {
          const isOut =
            metadata.labels?.['node.kubernetes.io/exclude-from-external-load-balancers'] === 'true';
          return spec.unschedulable === true && isOut;
        });
      marked = Math.max(marked, leaving.length);
    }
    expect(most).toBe(6);
    expect(marked).toBe(2);
    expect(world.network.instances.size).toBe(2);
  });

  it('takes about five minutes a node, one after the other', async () => {
    const world = await behind({ scalingConfig: { minSize: 0, maxSize: 7, desiredSize: 7 } });
    const from = world.kernel.now();
    const { id } = start(world, { version: '1.34' });
    while (ended(world, id).status === 'InProgress') await world.settle(5_000);
    const minutes = (world.kernel.now() - from) / MINUTE_MS;
    expect(minutes).toBeGreaterThan(25);
    expect(minutes).toBeLessThan(45);
  });

  it('takes as many nodes at a time as the group says, by count or by share', async () => {
    const minutesOf = async (updateConfig: object) => {
      const scalingConfig = { minSize: 0, maxSize: 8, desiredSize: 8 };
      const world = await behind({ scalingConfig, updateConfig });
      const from = world.kernel.now();
      const { id } = start(world, { version: '1.34' });
      while (ended(world, id).status === 'InProgress') await world.settle(5_000);
      return (world.kernel.now() - from) / MINUTE_MS;
    };
    const alone = await minutesOf({ maxUnavailable: 1 });
    const four = await minutesOf({ maxUnavailable: 4 });
    const half = await minutesOf({ maxUnavailablePercentage: 50 });
    expect(four).toBeLessThan(alone / 2);
    expect(half).toBeLessThan(alone / 2);
  });

  it('of the strategy MINIMAL never has more nodes than the group', async () => {
    const world = await behind({ updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' } });
    const { id } = start(world, { version: '1.34' });
    let most = 0;
    while (ended(world, id).status === 'InProgress') {
      await world.settle(5_000);
      most = Math.max(most, world.network.instances.size);
    }
    expect(most).toBe(2);
    expect(kubelets(world)).toEqual(['v1.34', 'v1.34']);
  });

  it('fails after 15 minutes before a budget that allows nothing, and leaves the pods alone', async () => {
    const world = await behind();
    world.eks.inCluster.plant('shop', [app(2), budget({ maxUnavailable: 0 })]);
    await world.settle();
    const from = world.kernel.now();
    const { id } = start(world, { version: '1.34' });
    while (ended(world, id).status === 'InProgress') {
      await world.settle(5_000);
      expect(readyPods(world)).toBe(2);
    }
    const { status, errors } = ended(world, id);
    expect(status).toBe('Failed');
    expect(errors).toMatchObject([{ errorCode: 'PodEvictionFailure' }]);
    expect(errors?.[0]?.resourceIds).toEqual([expect.stringMatching(/^ip-.*\.internal$/)]);
    expect(world.kernel.now() - from).toBeGreaterThan(15 * MINUTE_MS);
    expect(describeWeb(world)).toMatchObject({ status: 'ACTIVE', version: '1.33' });
    await world.settle();
    expect(
      storeOf(world)
        .list(NODES)
        .some(({ spec }) => spec.unschedulable),
    ).toBe(false);
  });

  it('ends such pods once it is forced', async () => {
    const world = await behind();
    world.eks.inCluster.plant('shop', [app(2), budget({ maxUnavailable: 0 })]);
    await world.settle();
    const { id } = start(world, { version: '1.34', force: true });
    await world.settle();
    expect(ended(world, id).status).toBe('Successful');
    expect(kubelets(world)).toEqual(['v1.34', 'v1.34']);
  });

  it('leaves old nodes and new ones where it fails in the middle, and goes on when it is started again', async () => {
    const world = await behind({ scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 4 } });
    const { id } = start(world, { version: '1.34' });
    while (kubelets(world).filter((version) => version === 'v1.33').length === 4) await world.settle(5_000);
    world.eks.inCluster.setEvictable('shop', 'web', false);
    await world.settle();
    expect(ended(world, id).status).toBe('Failed');
    expect(new Set(kubelets(world))).toEqual(new Set(['v1.33', 'v1.34']));
    expect(kubelets(world)).toHaveLength(4);
    expect(describeWeb(world).version).toBe('1.33');
    const before = kubelets(world).filter((version) => version === 'v1.33').length;
    world.call('UpdateNodegroupConfig', { ...web, scalingConfig: { maxSize: 5, desiredSize: 5 } });
    await world.settle();
    expect(kubelets(world).filter((version) => version === 'v1.33')).toHaveLength(before + 1);
    world.eks.inCluster.setEvictable('shop', 'web', true);
    const again = start(world, { version: '1.34' });
    await world.settle();
    expect(ended(world, again.id).status).toBe('Successful');
    expect(new Set(kubelets(world))).toEqual(new Set(['v1.34']));
  });

  it('fails where new nodes cannot come, and stays as it was', async () => {
    const world = await behind();
    world.network.refusal = NO_CAPACITY;
    const { id } = start(world, { version: '1.34' });
    await world.settle();
    expect(ended(world, id)).toMatchObject({
      status: 'Failed',
      errors: [
        {
          errorCode: 'NodeCreationFailure',
          errorMessage: "Couldn't proceed with upgrade process as new nodes are not joining node group web",
        },
      ],
    });
    expect(kubelets(world)).toEqual(['v1.33', 'v1.33']);
  });

  it('leaves a group DEGRADED where it fails, and mends it where nodes come', async () => {
    const world = await behind();
    world.network.refusal = NO_CAPACITY;
    world.call('UpdateNodegroupConfig', { ...web, scalingConfig: { desiredSize: 3 } });
    await world.settle(10 * MINUTE_MS);
    expect(describeWeb(world).status).toBe('DEGRADED');
    world.call('UpdateNodegroupConfig', { ...web, scalingConfig: { desiredSize: 2 } });
    await world.settle(30 * MINUTE_MS);
    start(world, { version: '1.34' });
    await world.settle(60 * MINUTE_MS);
    expect(describeWeb(world).status).toBe('DEGRADED');
    delete world.network.refusal;
    start(world, { version: '1.34' });
    await world.settle();
    expect(describeWeb(world)).toMatchObject({ status: 'ACTIVE', health: { issues: [] } });
  });

  it('with a pod of two budgets fails, as such a pod cannot be evicted', async () => {
    const world = await behind();
    world.eks.inCluster.plant('shop', [
      app(2),
      budget({ minAvailable: 1 }),
      budget({ minAvailable: 1 }, 'second'),
    ]);
    await world.settle();
    expect(storeOf(world).list(DISRUPTION_BUDGETS)).toHaveLength(2);
    const { id } = start(world, { version: '1.34' });
    await world.settle();
    expect(ended(world, id).errors).toMatchObject([{ errorCode: 'PodEvictionFailure' }]);
  });
});

describe('the target of a rollout', () => {
  it('is a newer release once one has come', async () => {
    const world = await withGroup();
    const before = describeWeb(world).releaseVersion;
    await world.settle(8 * 86_400_000);
    start(world);
    await world.settle();
    const { releaseVersion = '' } = describeWeb(world);
    expect(releaseVersion).toMatch(/^1\.34\.2-\d{8}$/);
    expect(releaseVersion > (before ?? '')).toBe(true);
  });

  it('may be an older release, or not: the seed decides', async () => {
    const release = async (takesOldReleases: boolean) => {
      const world = await worldWithCluster({ version: '1.34' }, { settings: { takesOldReleases } });
      world.call('CreateNodegroup', NODEGROUP);
      await world.settle();
      const { releaseVersion } = describeWeb(world);
      await world.settle(8 * 86_400_000);
      return () => start(world, { version: '1.34', releaseVersion });
    };
    expect((await release(true))().type).toBe('VersionUpdate');
    expect(await release(false)).toThrow(/^Requested release version 1\.34\.2-\d{8} is not valid/);
  });

  it('may be an older Kubernetes version, or not: the seed decides', async () => {
    const back = async (rollsBackNodegroups: boolean, version: string) => {
      const made = await worldWithCluster({ version: '1.34' }, { settings: { rollsBackNodegroups } });
      made.call('CreateNodegroup', NODEGROUP);
      await made.settle();
      return { world: made, go: () => start(made, { version }) };
    };
    const refused = await back(false, '1.33');
    expect(refused.go).toThrow(
      'Nodegroup Kubernetes version should be equal to Cluster kubernetes version 1.34 or NodeGroup kubernetes version 1.34',
    );
    const { world, go } = await back(true, '1.33');
    go();
    await world.settle();
    expect(kubelets(world)).toEqual(['v1.33', 'v1.33']);
    expect((await back(true, '1.30')).go).toThrow(/^Nodegroup Kubernetes version should be equal/);
    expect((await back(true, '1.35')).go).toThrow(/^Nodegroup Kubernetes version should be equal/);
  });

  it('has no Amazon Linux 2 from 1.33 on', async () => {
    const world = await worldWithCluster({ version: '1.32' });
    world.call('CreateNodegroup', { ...NODEGROUP, amiType: 'AL2_x86_64' });
    await world.settle();
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.33', force: true });
    await world.settle();
    expect(world.refusal('UpdateNodegroupVersion', { ...web, version: '1.33' }).message).toBe(
      'AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier',
    );
  });

  it('of a custom AMI is the image of the template, whose kubelet it brings', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    world.network.images.set(
      'ami-2',
      'ubuntu-eks/k8s_1.33/images/hvm-ssd/ubuntu-24.04-amd64-server-20260827',
    );
    world.network.templates.set('lt-1', { ImageId: 'ami-2' });
    world.call('CreateNodegroup', { ...NODEGROUP, launchTemplate: { id: 'lt-1' } });
    await world.settle();
    expect(kubelets(world)).toEqual(['v1.33', 'v1.33']);
    world.network.templates.set('lt-1', { ImageId: 'ami-1' });
    const launchTemplate = { id: 'lt-1', version: '2' };
    expect(world.refusal('UpdateNodegroupVersion', { ...web, launchTemplate, version: '1.34' }).message).toBe(
      'You cannot specify the field kubernetesVersion when using custom AMIs.',
    );
    start(world, { launchTemplate });
    await world.settle();
    expect(kubelets(world)).toEqual(['v1.34', 'v1.34']);
    expect(storeOf(world).list(NODES)[0]?.metadata.labels).toMatchObject({
      'eks.amazonaws.com/nodegroup-image': 'ami-1',
      'eks.amazonaws.com/sourceLaunchTemplateVersion': '2',
    });
  });

  it('of a new group is up to three minors behind the cluster', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    expect(world.refusal('CreateNodegroup', { ...NODEGROUP, version: '1.31' }).message).toBe(
      'Cluster Kubernetes version 1.35 supports the following Nodegroup Kubernetes versions: [1.35, 1.34, 1.33, 1.32]',
    );
    world.call('CreateNodegroup', { ...NODEGROUP, version: '1.33' });
    await world.settle();
    expect(kubelets(world)).toEqual(['v1.33', 'v1.33']);
  });
});
