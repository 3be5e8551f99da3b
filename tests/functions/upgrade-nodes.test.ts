import type { Nodegroup } from '@aws-sdk/client-eks';
import { afterEach, describe, expect, it } from '@jest/globals';
import { latestRelease } from '../../simulator/eks/nodegroups/ami-types.ts';
import { NODES, PODS } from '../../simulator/kubernetes/api/resources.ts';
import { NODEGROUP, role } from '../simulator/eks/world.ts';
import { budget, deployment } from '../simulator/kubernetes/manifests.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS } from '../simulator/kubernetes/world.ts';
import { driveNodes } from './upgrade-nodes.fixtures.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

const STEP = { key: '1.36/nodes', kind: 'nodes', to: '1.36' } as const;
const BACK = { key: 'back/1.35/nodes', kind: 'nodes', to: '1.35' } as const;
const FARGATE = { key: '1.36/fargate', kind: 'fargate', to: '1.36' } as const;
const release = (version: string) => ({
  version,
  releaseVersion: latestRelease('AL2023_x86_64_STANDARD', version, world.kernel.now()),
});
const pin = (name: string, version = '1.36') => ({ name, release: release(version), isWindows: false });
const seen = (nodegroupName: string) =>
  world.call<{ nodegroup: Nodegroup }>('DescribeNodegroup', { clusterName: 'shop', nodegroupName }).nodegroup;
const store = () => world.eks.inCluster.kubernetes('shop').store;
const readyPods = () =>
  store()
    .list(PODS)
    .filter(({ status, metadata }) => status.phase === 'Running' && !metadata.deletionTimestamp).length;
const minors = () =>
  store()
    .list(NODES)
    .map(({ status }) => /^v(1\.\d+)/.exec(status.nodeInfo?.kubeletVersion ?? '')?.[1]);

/** A cluster on 1.36 whose groups are on 1.35. */
async function behind(names: readonly string[], settings = {}, desiredSize = 2): Promise<void> {
  world = await kubernetesWorld({ version: '1.35' }, { settings });
  await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
  const scalingConfig = { minSize: 0, maxSize: 5, desiredSize };
  for (const nodegroupName of names)
    world.call('CreateNodegroup', { ...NODEGROUP, nodegroupName, scalingConfig });
  await world.pass(20 * 60_000);
  world.call('UpdateClusterVersion', { name: 'shop', version: '1.36', force: true });
  await world.pass(60 * 60_000);
}

describe('the nodes of a cluster', () => {
  it('come to the release of the plan, one group alone and then two at a time', async () => {
    await behind(['a', 'b', 'c', 'd']);
    const names = ['a', 'b', 'c', 'd'];
    const drive = driveNodes(world, { hop: { nodeGroups: names.map((name) => pin(name)) }, step: STEP });
    const updating: string[][] = [];
    const { outcome, rounds } = await drive.run(() =>
      updating.push(names.filter((name) => seen(name).status === 'UPDATING')),
    );
    expect(outcome).toBe('Done');
    expect(drive.begun[0]).toEqual(['nodeGroup/a']);
    const firstIsOver = updating.findLastIndex((some) => some.includes('a'));
    expect(
      updating
        .slice(0, firstIsOver + 1)
        .flat()
        .every((name) => name === 'a'),
    ).toBe(true);
    expect(Math.max(...updating.map((some) => some.length))).toBe(2);
    for (const name of names) expect(seen(name)).toMatchObject({ status: 'ACTIVE', ...release('1.36') });
    expect(new Set(minors())).toEqual(new Set(['1.36']));
    expect(rounds).toBeLessThan(60);
  });

  it('are left alone the second time', async () => {
    await behind(['a']);
    const hop = { nodeGroups: [pin('a')] };
    await driveNodes(world, { hop, step: STEP }).run();
    const again = driveNodes(world, { hop, step: STEP });
    expect(await again.run()).toMatchObject({ outcome: 'Done', rounds: 0 });
    expect(await again.apply('upgrade-node-group', 'nodeGroup/a')).toEqual({ outcome: 'Unchanged' });
    expect(again.tokens).toEqual([]);
  });

  it('are moved under the same token by a run that finds no trace of the first', async () => {
    await behind(['a']);
    const hop = { nodeGroups: [pin('a')] };
    const [one, other] = [driveNodes(world, { hop, step: STEP }), driveNodes(world, { hop, step: STEP })];
    await Promise.all([
      one.apply('upgrade-node-group', 'nodeGroup/a'),
      other.apply('upgrade-node-group', 'nodeGroup/a'),
    ]);
    expect(one.tokens).toHaveLength(1);
    expect(other.tokens).toEqual(one.tokens);
  });

  it('are not moved while an alarm is going, however long ago a look asked for it', async () => {
    await behind(['a']);
    const drive = driveNodes(world, { hop: { nodeGroups: [pin('a')] }, step: STEP, alarm: 'ALARM' });
    expect(await drive.apply('upgrade-node-group', 'nodeGroup/a')).toEqual({ outcome: 'Unchanged' });
    expect(drive.tokens).toEqual([]);
  });

  it('that a budget holds stay, and the second failure says which pod and which budget', async () => {
    await behind(['a']);
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 2 }),
      budget('web', { maxUnavailable: 0 }),
    ]);
    await world.pass(MOMENT_MS);
    const drive = driveNodes(world, { hop: { nodeGroups: [pin('a')] }, step: STEP });
    const progress = await drive.run(() => expect(readyPods()).toBe(2));
    expect(new Set(drive.tokens).size).toBe(2);
    if (progress.outcome !== 'Failed') throw new Error(`it ended as ${progress.outcome}`);
    const [failure] = progress.failures;
    expect(failure?.key).toBe('nodeGroup/a');
    expect(failure?.reason).toMatch(/tried 2 times: PodEvictionFailure/);
    expect(failure?.reason).toMatch(
      /pod default\/web-\S+ on \S+: PodDisruptionBudget default\/web needs 2 healthy pods and has 2/,
    );
  });

  it('that a budget holds move by consent alone', async () => {
    await behind(['a']);
    world.eks.inCluster.plant('shop', [deployment('web'), budget('web', { maxUnavailable: 0 })]);
    await world.pass(MOMENT_MS);
    const hop = { nodeGroups: [pin('a')] };
    const drive = driveNodes(world, { hop, step: STEP, consents: ['evictDespiteBudgets'] });
    expect((await drive.run()).outcome).toBe('Done');
  });

  it('of a group without nodes are of the release at once', async () => {
    await behind(['a'], {}, 0);
    const drive = driveNodes(world, { hop: { nodeGroups: [pin('a')] }, step: STEP });
    const from = world.kernel.now();
    expect((await drive.run()).outcome).toBe('Done');
    expect(world.kernel.now() - from).toBeLessThan(180_000);
    expect(seen('a')).toMatchObject(release('1.36'));
  });

  it('that EKS does not take to a release that is no longer the newest are told how to go on', async () => {
    await behind(['a'], { takesOldReleases: false });
    const drive = driveNodes(world, { hop: { nodeGroups: [pin('a')] }, step: STEP });
    await world.pass(8 * 86_400_000);
    await expect(drive.run()).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(
        /^EKS refuses to move the nodes of a to release .*chooses releases anew$/,
      ),
    });
  });
});

describe('nodes on their way back', () => {
  const drive = () => {
    const hop = { nodeGroups: [pin('a', '1.35')], to: '1.35' };
    return driveNodes(world, { hop, step: BACK, action: 'rollBack' });
  };

  it('come to the release that they had, where EKS takes it', async () => {
    await behind(['a'], { rollsBackNodegroups: true });
    await driveNodes(world, { hop: { nodeGroups: [pin('a')] }, step: STEP }).run();
    expect(minors()).toEqual(['1.36', '1.36']);
    expect((await drive().run()).outcome).toBe('Done');
    expect(minors()).toEqual(['1.35', '1.35']);
  });

  it('come to the newest release of the minor where EKS takes no older one', async () => {
    await behind(['a'], { rollsBackNodegroups: true, takesOldReleases: false });
    const way = drive();
    world.call('UpdateNodegroupVersion', { clusterName: 'shop', nodegroupName: 'a', ...release('1.36') });
    await world.pass(8 * 86_400_000);
    expect((await way.run()).outcome).toBe('Done');
    expect(minors()).toEqual(['1.35', '1.35']);
  });

  it('that a budget holds are tried once more, for the newest release as well', async () => {
    await behind(['a'], { rollsBackNodegroups: true, takesOldReleases: false });
    const way = drive();
    world.call('UpdateNodegroupVersion', { clusterName: 'shop', nodegroupName: 'a', ...release('1.36') });
    await world.pass(8 * 86_400_000);
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 2 }),
      budget('web', { maxUnavailable: 0 }),
    ]);
    await world.pass(MOMENT_MS);
    const progress = await way.run();
    if (progress.outcome !== 'Failed') throw new Error(`it ended as ${progress.outcome}`);
    expect(progress.failures[0]?.reason).toMatch(/tried 2 times: PodEvictionFailure/);
    // Each time the recorded release is refused first.
    expect(way.tokens).toHaveLength(4);
    expect(new Set(way.tokens).size).toBe(4);
  });

  it('that EKS does not take end the step, with what a person can do', async () => {
    await behind(['a'], { rollsBackNodegroups: false });
    world.call('UpdateNodegroupVersion', { clusterName: 'shop', nodegroupName: 'a', ...release('1.36') });
    await world.pass(60 * 60_000);
    await expect(drive().run()).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('make a node group of that version under another name'),
    });
  });
});

describe('pods on Fargate', () => {
  /** A cluster on 1.36 with pods of `web` and `api` that came before. */
  async function withPods(...manifests: Parameters<typeof budget>[]): Promise<void> {
    world = await kubernetesWorld({ version: '1.35' });
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    world.call('CreateFargateProfile', {
      ...{ clusterName: 'shop', fargateProfileName: 'all', podExecutionRoleArn: role('fargate') },
      ...{ subnets: ['subnet-a'], selectors: [{ namespace: 'default' }] },
    });
    await world.pass(10 * 60_000);
    const apps = [deployment('api', { replicas: 2 }), deployment('web', { replicas: 3 })];
    world.eks.inCluster.plant('shop', [...apps, ...manifests.map((of) => budget(...of))]);
    await world.pass(10 * 60_000);
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.36', force: true });
    await world.pass(60 * 60_000);
  }
  const hop = { movesFargate: true };

  it('come to the kubelet of the control plane, and no owner lacks more than one', async () => {
    await withPods();
    expect(minors()).toEqual(Array(5).fill('1.35'));
    let fewest = 5;
    const drive = driveNodes(world, { hop, step: FARGATE });
    const { outcome } = await drive.run(() => {
      fewest = Math.min(fewest, readyPods());
    });
    await world.pass(MOMENT_MS);
    expect(outcome).toBe('Done');
    expect(minors()).toEqual(Array(5).fill('1.36'));
    expect(fewest).toBeGreaterThanOrEqual(3);
    expect(drive.begun[0]).toHaveLength(1);
  });

  it('are not evicted while an alarm is going', async () => {
    await withPods();
    const drive = driveNodes(world, { hop, step: FARGATE, alarm: 'ALARM' });
    const [pod] = store().list(PODS);
    const key = `pod/default/${pod?.metadata.name}`;
    expect(await drive.apply('evict-pod', key)).toEqual({ outcome: 'Unchanged' });
    expect(readyPods()).toBe(5);
  });

  it('are never fewer than their budget wants, and those that it holds for good are told', async () => {
    await withPods(['web', { minAvailable: 3 }]);
    let fewest = 3;
    const web = () =>
      store()
        .list(PODS)
        .filter(({ metadata }) => metadata.labels?.app === 'web' && !metadata.deletionTimestamp).length;
    const progress = await driveNodes(world, { hop, step: FARGATE }).run(() => {
      fewest = Math.min(fewest, web());
    });
    expect(fewest).toBe(3);
    expect(progress).toMatchObject({
      outcome: 'Failed',
      failures: Array(3).fill({
        reason: 'PodDisruptionBudget default/web needs 3 healthy pods and has 3',
        key: expect.stringMatching(/^pod\/default\/web-/),
      }),
    });
    expect(minors().filter((minor) => minor === '1.36')).toHaveLength(2);
  });
});
