import type { Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { NODES } from '../../../simulator/kubernetes/api/resources.ts';
import { describeWeb, web, withGroup } from './nodegroups.fixtures.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const group = (world: World) => {
  const name = describeWeb(world).resources?.autoScalingGroups?.[0]?.name ?? '';
  const [found] = world.eks.inCluster.scalingGroups((held) => held === name);
  if (!found) throw new Error(`no Auto Scaling group ${name}`);
  return found;
};
const resize = (world: World, desired: number) =>
  world.eks.inCluster.resizeScalingGroup(group(world).name, desired);
const nodes = (world: World) => world.eks.inCluster.kubernetes('shop').store.list(NODES).length;
const scalingConfig = { minSize: 1, maxSize: 12, desiredSize: 2 };

// EKS API reference, NodegroupScalingConfig; EKS guide, "Understand each phase of node updates", scale up and down phases.
describe('the Auto Scaling group of a managed node group', () => {
  it('starts nodes that somebody else asks it for, and EKS shows their number a little later', async () => {
    const world = await withGroup({ scalingConfig });
    resize(world, 4);
    expect(group(world).sizes.desiredSize).toBe(4);
    expect(describeWeb(world).scalingConfig?.desiredSize).toBe(2);
    await world.settle(10 * MINUTE_MS);
    expect(describeWeb(world).scalingConfig).toEqual({ ...scalingConfig, desiredSize: 4 });
    expect(nodes(world)).toBe(4);
  });

  it('keeps that number where EKS is asked for something else meanwhile', async () => {
    const world = await withGroup({ scalingConfig });
    resize(world, 4);
    world.call('UpdateNodegroupConfig', { ...web, labels: { addOrUpdateLabels: { team: 'shop' } } });
    await world.settle(10 * MINUTE_MS);
    expect(describeWeb(world).scalingConfig?.desiredSize).toBe(4);
  });

  it('shows the nodes of an update with its own, and goes back to those that were asked for meanwhile', async () => {
    const world = await withGroup({ scalingConfig });
    const { id } = world.call<{ update: Update }>('UpdateNodegroupVersion', { ...web, force: true }).update;
    await world.settle(3 * MINUTE_MS);
    const { sizes } = group(world);
    const surge = sizes.desiredSize - 2;
    expect(surge).toBeGreaterThanOrEqual(2);
    expect(sizes.maxSize).toBe(12 + surge);
    resize(world, 5 + surge);
    await world.settle(6 * MINUTE_MS);
    const ended = () =>
      world.call<{ update: Update }>('DescribeUpdate', { name: 'shop', nodegroupName: 'web', updateId: id })
        .update;
    expect(ended().status).toBe('InProgress');
    expect(nodes(world)).toBeGreaterThanOrEqual(5);
    await world.settle(120 * MINUTE_MS);
    expect(ended().status).toBe('Successful');
    expect(group(world).sizes).toEqual({ ...scalingConfig, desiredSize: 5 });
    expect(nodes(world)).toBe(5);
  });

  it('is not made smaller at the end of an update while nodes start that somebody else asked for', async () => {
    const world = await withGroup({ scalingConfig: { ...scalingConfig, maxSize: 50 } });
    const names = () =>
      world.eks.inCluster
        .kubernetes('shop')
        .store.list(NODES)
        .map((node) => node.metadata.name);
    const old = names();
    world.call('UpdateNodegroupVersion', { ...web, force: true });
    while (names().some((name) => old.includes(name))) await world.settle(5_000);
    let { desiredSize: asked } = group(world).sizes;
    expect(asked).toBeGreaterThan(2);
    while (describeWeb(world).status === 'UPDATING') {
      asked += 1;
      resize(world, asked);
      await world.settle(20_000);
    }
    await world.settle(60 * MINUTE_MS);
    expect(describeWeb(world)).toMatchObject({ status: 'ACTIVE', scalingConfig: { desiredSize: asked } });
    expect(nodes(world)).toBe(asked);
  });
});
