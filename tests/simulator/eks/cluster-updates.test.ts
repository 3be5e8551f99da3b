import type { Cluster, Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { NODEGROUP, role, type World, worldWithCluster } from './world.ts';

const DAY_MS = 86_400_000;
const describeShop = (world: World) =>
  world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' }).cluster;
const update = (world: World, operation: string, input: Record<string, unknown>) =>
  world.call<{ update: Update }>(operation, { name: 'shop', ...input }).update;

async function upgrade(world: World, version: string): Promise<void> {
  update(world, 'UpdateClusterVersion', { version });
  await world.settle();
}

describe('updates of a cluster', () => {
  it('is InProgress with string parameters, then Successful, and the cluster UPDATING meanwhile', async () => {
    const world = await worldWithCluster();
    const started = update(world, 'UpdateClusterConfig', {
      resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
    });
    expect(started).toMatchObject({
      status: 'InProgress',
      type: 'EndpointAccessUpdate',
      params: [
        { type: 'EndpointPublicAccess', value: 'false' },
        { type: 'EndpointPrivateAccess', value: 'true' },
      ],
      errors: [],
    });
    expect(describeShop(world)).toMatchObject({
      status: 'UPDATING',
      resourcesVpcConfig: { endpointPublicAccess: true },
    });
    await world.settle();
    expect(describeShop(world)).toMatchObject({
      status: 'ACTIVE',
      resourcesVpcConfig: { endpointPublicAccess: false, publicAccessCidrs: [] },
    });
    const { update: ended } = world.call<{ update: Update }>('DescribeUpdate', {
      name: 'shop',
      updateId: started.id,
    });
    expect(ended.status).toBe('Successful');
    expect(world.call('ListUpdates', { name: 'shop' })).toEqual({ updateIds: [started.id] });
  });

  it('refuses a second update while one runs, and names both', async () => {
    const world = await worldWithCluster();
    const { id } = update(world, 'UpdateClusterConfig', { deletionProtection: true });
    expect(
      world.refusal('UpdateClusterConfig', { name: 'shop', zonalShiftConfig: { enabled: true } }).message,
    ).toBe(`Cannot ZonalShiftConfigUpdate because cluster shop currently has update ${id} in progress`);
  });

  it('refuses an update while EKS changes the cluster unseen, then takes it', async () => {
    const world = await worldWithCluster({}, { seed: 3, settings: { internalUpdateProbability: 0.8 } });
    const request = { name: 'shop', deletionProtection: true };
    const outcomes: string[] = [];
    while (describeShop(world).deletionProtection === false && outcomes.length < 20) {
      try {
        world.call('UpdateClusterConfig', request);
        outcomes.push('taken');
      } catch (error) {
        outcomes.push((error as Error).message);
        expect(describeShop(world).status).toBe('ACTIVE');
      }
      await world.settle(10 * 60_000);
    }
    expect(outcomes.at(-1)).toBe('taken');
    expect(outcomes[0]).toBe(
      'Cannot DeletionProtectionUpdate because cluster shop currently has an update in progress',
    );
  });

  it('answers a repeated update request with the same update', async () => {
    const world = await worldWithCluster();
    const request = {
      deletionProtection: true,
      clientRequestToken: 'a-token-that-is-long-enough-for-the-api',
    };
    const first = update(world, 'UpdateClusterConfig', request);
    expect(update(world, 'UpdateClusterConfig', request).id).toBe(first.id);
    expect(world.call('ListUpdates', { name: 'shop' })).toEqual({ updateIds: [first.id] });
  });

  it('moves the authentication mode only forward, one step at a time', async () => {
    const world = await worldWithCluster({ accessConfig: { authenticationMode: 'CONFIG_MAP' } });
    const change = (authenticationMode: string) => ({ name: 'shop', accessConfig: { authenticationMode } });
    expect(world.refusal('UpdateClusterConfig', change('API')).message).toBe(
      'Unsupported authentication mode update from CONFIG_MAP to API',
    );
    world.call('UpdateClusterConfig', change('API_AND_CONFIG_MAP'));
    await world.settle();
    expect(world.refusal('UpdateClusterConfig', change('CONFIG_MAP')).message).toBe(
      'Unsupported authentication mode update from API_AND_CONFIG_MAP to CONFIG_MAP',
    );
  });

  it('enables Auto Mode with a role that may join nodes, and takes it away again', async () => {
    const world = await worldWithCluster();
    const auto = (enabled: boolean) => ({
      name: 'shop',
      computeConfig: { enabled, ...(enabled ? { nodePools: ['system'], nodeRoleArn: role('node') } : {}) },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled } },
      storageConfig: { blockStorage: { enabled } },
    });
    world.call('UpdateClusterConfig', auto(true));
    await world.settle();
    expect(describeShop(world).computeConfig).toMatchObject({ enabled: true, nodePools: ['system'] });
    expect(
      world.call('DescribeAccessEntry', { clusterName: 'shop', principalArn: role('node') }),
    ).toMatchObject({ accessEntry: { type: 'EC2' } });
    expect([...world.held]).toEqual([role('node')]);
    world.call('UpdateClusterConfig', auto(false));
    await world.settle();
    expect([...world.held]).toEqual([]);
    expect(describeShop(world).computeConfig).toBeUndefined();
    expect(world.refusal('UpdateClusterConfig', auto(false))).toMatchObject({
      code: 'InvalidRequestException',
      message: 'No changes needed for EKS Auto Mode configuration provided',
    });
  });

  it("keeps the role of Auto Mode's nodes in an instance profile until some time after the cluster is gone", async () => {
    const world = await worldWithCluster({
      computeConfig: { enabled: true, nodePools: ['system'], nodeRoleArn: role('node') },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    });
    world.call('DeleteCluster', { name: 'shop' });
    expect([...world.held]).toEqual([role('node')]);
    await world.settle();
    expect([...world.held]).toEqual([]);
  });

  it('moves the control plane to other subnets of the VPC', async () => {
    const world = await worldWithCluster();
    const before = [...world.network.interfaces];
    update(world, 'UpdateClusterConfig', { resourcesVpcConfig: { subnetIds: ['subnet-c', 'subnet-d'] } });
    await world.settle();
    expect(describeShop(world).resourcesVpcConfig?.subnetIds).toEqual(['subnet-c', 'subnet-d']);
    expect(world.network.interfaces.size).toBe(2);
    expect(before.some((id) => world.network.interfaces.has(id))).toBe(false);
  });
});

describe('the version of a cluster', () => {
  it('rises one minor at a time', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const refusal = (version: string) =>
      world.refusal('UpdateClusterVersion', { name: 'shop', version }).message;
    expect(refusal('1.36')).toBe('Unsupported Kubernetes minor version update from 1.34 to 1.36');
    expect(refusal('1.34')).toBe('Unsupported Kubernetes minor version update from 1.34 to 1.34');
    expect(refusal('1.33')).toBe('Unsupported Kubernetes minor version update from 1.34 to 1.33');
    expect(refusal('1.99')).toBe('unsupported Kubernetes version');
    await upgrade(world, '1.35');
    expect(describeShop(world)).toMatchObject({ version: '1.35', status: 'ACTIVE' });
  });

  it('rolls back one minor within seven days of an upgrade, and not later', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    await upgrade(world, '1.35');
    expect(update(world, 'UpdateClusterVersion', { version: '1.34' }).type).toBe('VersionRollback');
    await world.settle();
    expect(describeShop(world).version).toBe('1.34');
    await upgrade(world, '1.35');
    await world.settle(7 * DAY_MS);
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.34' }).message).toBe(
      'Unsupported Kubernetes minor version update from 1.35 to 1.34',
    );
  });

  it('leaves node groups at most three minors behind', async () => {
    const world = await worldWithCluster({ version: '1.32' });
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    for (const version of ['1.33', '1.34', '1.35']) await upgrade(world, version);
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.36' })).toMatchObject({
      code: 'InvalidRequestException',
      message: 'Nodegroups web must be updated to match cluster version 1.35 before updating cluster version',
    });
  });

  it('does not rise past a blocking insight unless forced', async () => {
    const settings = { enforcesUpgradeInsights: true };
    const world = await worldWithCluster({ version: '1.34' }, { settings });
    world.eks.inCluster.setInsight('shop', {
      id: 'insight-1',
      category: 'UPGRADE_READINESS',
      kubernetesVersion: '1.35',
      insightStatus: { status: 'ERROR' },
    });
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.35' }).code).toBe(
      'InvalidStateException',
    );
    expect(update(world, 'UpdateClusterVersion', { version: '1.35', force: true }).type).toBe(
      'VersionUpdate',
    );
  });

  it('rises past a blocking insight where EKS does not enforce them', async () => {
    const world = await worldWithCluster(
      { version: '1.34' },
      { settings: { enforcesUpgradeInsights: false } },
    );
    world.eks.inCluster.setInsight('shop', {
      id: 'insight-1',
      category: 'UPGRADE_READINESS',
      kubernetesVersion: '1.35',
      insightStatus: { status: 'ERROR' },
    });
    expect(update(world, 'UpdateClusterVersion', { version: '1.35' }).type).toBe('VersionUpdate');
  });

  it('needs five free addresses in every subnet', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const facts = world.network.subnets.get('subnet-b');
    if (facts) world.network.subnets.set('subnet-b', { ...facts, availableIpAddressCount: 4 });
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.35' })).toMatchObject({
      code: 'InvalidRequestException',
      message:
        'Provided subnets subnet-b Free IPs: 4 , need at least 5 IPs in each subnet to be free for this operation',
    });
    expect(describeShop(world).health?.issues?.[0]?.code).toBe('InsufficientFreeAddresses');
  });

  it('lists the versions on offer with their support, newest first', async () => {
    const world = await worldWithCluster();
    const { clusterVersions } = world.call<{
      clusterVersions: { clusterVersion: string; versionStatus: string; defaultVersion: boolean }[];
    }>('DescribeClusterVersions', {});
    expect(clusterVersions.map(({ clusterVersion }) => clusterVersion)).toEqual([
      '1.36',
      '1.35',
      '1.34',
      '1.33',
      '1.32',
      '1.31',
    ]);
    expect(clusterVersions.filter(({ defaultVersion }) => defaultVersion)).toHaveLength(1);
    expect(clusterVersions.at(-1)?.versionStatus).toBe('EXTENDED_SUPPORT');
  });
});

describe('DeleteCluster', () => {
  it('is refused while the cluster is protected, and works once it is not', async () => {
    const world = await worldWithCluster({ deletionProtection: true });
    expect(world.refusal('DeleteCluster', { name: 'shop' }).code).toBe('InvalidRequestException');
    update(world, 'UpdateClusterConfig', { deletionProtection: false });
    await world.settle();
    expect(world.call('DeleteCluster', { name: 'shop' })).toMatchObject({ cluster: { status: 'DELETING' } });
  });

  it('is refused while anything is attached or an update runs', async () => {
    const world = await worldWithCluster();
    const refusal = () => world.refusal('DeleteCluster', { name: 'shop' });
    update(world, 'UpdateClusterConfig', { zonalShiftConfig: { enabled: true } });
    expect(refusal().message).toBe('Cannot delete because cluster shop currently has an update in progress');
    await world.settle();
    world.call('CreateNodegroup', NODEGROUP);
    expect(refusal()).toEqual({
      code: 'ResourceInUseException',
      message: 'Cluster has nodegroups attached',
      clusterName: 'shop',
      nodegroupName: 'web',
    });
  });
});
