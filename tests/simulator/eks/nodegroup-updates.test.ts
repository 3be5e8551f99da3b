import type { Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { describeWeb, NO_CAPACITY, web, withGroup } from './nodegroups.fixtures.ts';
import { NODEGROUP, type World, worldWithCluster } from './world.ts';

describe('the size of a node group', () => {
  it('follows UpdateNodegroupConfig', async () => {
    const world = await withGroup();
    const { update } = world.call<{ update: Update }>('UpdateNodegroupConfig', {
      ...web,
      scalingConfig: { desiredSize: 3 },
    });
    expect(update).toMatchObject({ type: 'ConfigUpdate', params: [{ type: 'DesiredSize', value: '3' }] });
    expect(
      world.refusal('UpdateNodegroupConfig', { ...web, scalingConfig: { desiredSize: 1 } }),
    ).toMatchObject({
      code: 'ResourceInUseException',
      message: 'Nodegroup cannot be updated as it is currently not in Active State',
    });
    await world.settle();
    expect(world.network.instances.size).toBe(3);
    world.call('UpdateNodegroupConfig', { ...web, scalingConfig: { minSize: 0, desiredSize: 0 } });
    await world.settle();
    expect(world.network.instances.size).toBe(0);
  });

  it('refuses a minimum above the size that it keeps', async () => {
    const world = await withGroup();
    expect(world.refusal('UpdateNodegroupConfig', { ...web, scalingConfig: { minSize: 3 } }).message).toBe(
      "Minimum capacity 3 can't be greater than desired size 2",
    );
  });

  it('leaves a group DEGRADED, even at size 0, until a scale-out succeeds', async () => {
    const world = await withGroup();
    const resize = async (desiredSize: number) => {
      world.call('UpdateNodegroupConfig', { ...web, scalingConfig: { minSize: 0, desiredSize } });
      await world.settle();
      return describeWeb(world).status;
    };
    world.network.refusal = NO_CAPACITY;
    expect(await resize(3)).toBe('DEGRADED');
    expect(await resize(0)).toBe('DEGRADED');
    delete world.network.refusal;
    expect(await resize(1)).toBe('ACTIVE');
    expect(describeWeb(world).health?.issues).toEqual([]);
  });

  it('tries again by itself for a day, and is ACTIVE once EC2 has capacity', async () => {
    const world = await withGroup();
    world.network.refusal = NO_CAPACITY;
    world.call('UpdateNodegroupConfig', { ...web, scalingConfig: { desiredSize: 3 } });
    await world.settle(2 * 3600_000);
    expect(describeWeb(world).status).toBe('DEGRADED');
    delete world.network.refusal;
    await world.settle(3600_000);
    expect(describeWeb(world).status).toBe('ACTIVE');
    expect(world.network.instances.size).toBe(3);
  });

  it('gives up after a day without capacity', async () => {
    const world = await withGroup();
    world.network.refusal = NO_CAPACITY;
    world.call('UpdateNodegroupConfig', { ...web, scalingConfig: { desiredSize: 3 } });
    await world.settle(26 * 3600_000);
    delete world.network.refusal;
    await world.settle(24 * 3600_000);
    expect(describeWeb(world).status).toBe('DEGRADED');
  });
});

describe('UpdateNodegroupVersion', () => {
  const start = (world: World, request: Record<string, unknown> = {}) =>
    world.call<{ update: Update }>('UpdateNodegroupVersion', { ...web, ...request }).update;
  const ended = (world: World, updateId: string | undefined) =>
    world.call<{ update: Update }>('DescribeUpdate', { name: 'shop', nodegroupName: 'web', updateId }).update;

  it('replaces every node and ends at the size asked for', async () => {
    const world = await withGroup();
    const before = [...world.network.instances.keys()];
    const { id } = start(world, { version: '1.34' });
    expect(describeWeb(world).status).toBe('UPDATING');
    await world.settle();
    expect(ended(world, id).status).toBe('Successful');
    expect(world.network.instances.size).toBe(2);
    expect(before.some((instanceId) => world.network.instances.has(instanceId))).toBe(false);
  });

  it('fails when pods cannot be evicted, names the nodes, and succeeds when forced', async () => {
    const world = await withGroup();
    world.eks.inCluster.setEvictable('shop', 'web', false);
    const { id } = start(world);
    await world.settle();
    const failed = ended(world, id);
    expect(failed).toMatchObject({
      status: 'Failed',
      errors: [
        {
          errorCode: 'PodEvictionFailure',
          errorMessage: 'Reached max retries while trying to evict pods from nodes in node group web',
        },
      ],
    });
    expect(failed.errors?.[0]?.resourceIds?.[0]).toMatch(/^ip-.*\.internal$/);
    expect(world.network.instances.size).toBe(2);
    const forced = start(world, { force: true });
    await world.settle();
    expect(ended(world, forced.id).status).toBe('Successful');
  });

  it('is not found without the name of the group', async () => {
    const world = await withGroup();
    const { id } = start(world);
    expect(world.refusal('DescribeUpdate', { name: 'shop', updateId: id })).toMatchObject({
      code: 'ResourceNotFoundException',
      message: `No update found for ID: ${id}`,
    });
  });

  it('refuses a version that is neither the cluster’s nor its own', async () => {
    const world = await withGroup();
    expect(world.refusal('UpdateNodegroupVersion', { ...web, version: '1.35' }).message).toBe(
      'Nodegroup Kubernetes version should be equal to Cluster kubernetes version 1.34 or NodeGroup kubernetes version 1.34',
    );
  });

  it('asks a group with a custom AMI for its launch template', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    world.network.templates.set('lt-1', { ImageId: 'ami-1' });
    world.call('CreateNodegroup', { ...NODEGROUP, launchTemplate: { id: 'lt-1' } });
    await world.settle();
    expect(describeWeb(world)).toMatchObject({ amiType: 'CUSTOM', releaseVersion: 'ami-1' });
    expect(world.refusal('UpdateNodegroupVersion', web).message).toBe(
      "Launch template details can't be null for Custom ami type node group",
    );
  });
});
