import type { Cluster } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { CLUSTER, eksWorld, NODEGROUP, role, worldWithCluster } from './world.ts';

const TOKEN = 'a-token-that-is-long-enough-for-the-api';

describe('the life of a cluster', () => {
  it('is CREATING without an endpoint, then ACTIVE with one after 9 to 16 minutes', async () => {
    const world = eksWorld();
    const created = world.call<{ cluster: Cluster }>('CreateCluster', CLUSTER).cluster;
    expect(created).toMatchObject({ status: 'CREATING', certificateAuthority: {}, version: '1.36' });
    expect(created.endpoint).toBeUndefined();
    await world.settle(8.9 * 60_000);
    expect(world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' }).cluster.status).toBe(
      'CREATING',
    );
    await world.settle(7.2 * 60_000);
    const { cluster } = world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' });
    expect(cluster.status).toBe('ACTIVE');
    expect(cluster.endpoint).toMatch(
      /^https:\/\/[0-9A-F]{32}\.(gr7|yl4|sk1)\.us-east-1\.eks\.amazonaws\.com$/,
    );
    expect(cluster.resourcesVpcConfig?.clusterSecurityGroupId).toMatch(/^sg-/);
  });

  it('leaves nothing of its own in the VPC when it is deleted', async () => {
    const world = await worldWithCluster();
    const groups = world.network.groups.size;
    expect(world.network.interfaces.size).toBe(2);
    world.call('DeleteCluster', { name: 'shop' });
    await world.settle();
    expect(world.network.interfaces.size).toBe(0);
    expect(world.network.groups.size).toBe(groups - 1);
    expect(world.refusal('DescribeCluster', { name: 'shop' })).toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'No cluster found for name: shop.',
    });
  });

  it('answers a repeated request with the same token by what it made, and refuses another one', async () => {
    const world = eksWorld();
    const request = { ...CLUSTER, clientRequestToken: TOKEN };
    const first = world.call<{ cluster: Cluster }>('CreateCluster', request).cluster;
    const again = world.call<{ cluster: Cluster }>('CreateCluster', request).cluster;
    expect(again).toEqual(first);
    expect(world.call('ListClusters', {})).toEqual({ clusters: ['shop'] });
    expect(world.refusal('CreateCluster', { ...request, version: '1.35' }).code).toBe(
      'InvalidParameterException',
    );
    expect(world.refusal('CreateCluster', CLUSTER)).toMatchObject({
      code: 'ResourceInUseException',
      message: 'Cluster already exists with name: shop',
    });
  });

  it('makes a new cluster of a token whose cluster is gone', async () => {
    const world = eksWorld();
    const request = { ...CLUSTER, clientRequestToken: TOKEN };
    world.call('CreateCluster', request);
    await world.settle();
    world.call('DeleteCluster', { name: 'shop' });
    await world.settle();
    expect(world.call<{ cluster: Cluster }>('CreateCluster', request).cluster.status).toBe('CREATING');
  });

  it('gives the node group, add-on and profile that are asked of it', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    world.call('CreateAddon', { clusterName: 'shop', addonName: 'coredns' });
    world.call('CreateFargateProfile', {
      clusterName: 'shop',
      fargateProfileName: 'batch',
      podExecutionRoleArn: role('fargate'),
      selectors: [{ namespace: 'batch' }],
    });
    await world.settle();
    const status = (operation: string, member: string, name: Record<string, string>) =>
      world.call<Record<string, { status: string }>>(operation, { clusterName: 'shop', ...name })[member]
        ?.status;
    expect(status('DescribeNodegroup', 'nodegroup', { nodegroupName: 'web' })).toBe('ACTIVE');
    expect(status('DescribeAddon', 'addon', { addonName: 'coredns' })).toBe('ACTIVE');
    expect(status('DescribeFargateProfile', 'fargateProfile', { fargateProfileName: 'batch' })).toBe(
      'ACTIVE',
    );
    expect(world.network.instances.size).toBe(2);
  });
});
