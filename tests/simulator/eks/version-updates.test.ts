import type { Cluster, Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { NODEGROUP, role, type World, type WorldOptions, worldWithCluster } from './world.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const describeShop = (world: World) =>
  world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' }).cluster;
const move = (world: World, version: string, more: Record<string, unknown> = {}) =>
  world.call<{ update: Update }>('UpdateClusterVersion', { name: 'shop', version, ...more }).update;
const ended = (world: World, updateId: string | undefined) =>
  world.call<{ update: Update }>('DescribeUpdate', { name: 'shop', updateId }).update;
const upgraded = async (
  cluster: Record<string, unknown> = {},
  options: WorldOptions = {},
): Promise<World> => {
  const world = await worldWithCluster({ version: '1.34', ...cluster }, options);
  move(world, '1.35', { force: true });
  await world.settle();
  return world;
};

const AUTO_MODE = {
  computeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleArn: role('node') },
  kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
  storageConfig: { blockStorage: { enabled: true } },
};
const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } } } },
};
const kubelets = (world: World) =>
  world.eks.inCluster
    .kubernetes('shop')
    .store.list({ group: '', version: 'v1', plural: 'nodes', kind: 'Node', namespaced: false, verbs: [] })
    .map((node) => /v1\.\d+/.exec(JSON.stringify(node))?.[0]);

describe('the update of a control plane', () => {
  it('reverts itself where the subnets of the cluster go meanwhile, and tells which', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const { id } = move(world, '1.35', { force: true });
    world.network.subnets.delete('subnet-b');
    await world.settle();
    expect(ended(world, id)).toMatchObject({
      status: 'Failed',
      errors: [{ errorCode: 'SubnetNotFound', resourceIds: ['subnet-b'] }],
    });
    expect(describeShop(world)).toMatchObject({ status: 'ACTIVE', version: '1.34' });
  });

  it('reverts itself where a subnet runs out of addresses', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const { id } = move(world, '1.35', { force: true });
    const facts = world.network.subnets.get('subnet-a');
    if (facts) world.network.subnets.set('subnet-a', { ...facts, availableIpAddressCount: 0 });
    await world.settle();
    expect(ended(world, id)).toMatchObject({
      status: 'Failed',
      errors: [{ errorCode: 'IpNotAvailable', resourceIds: ['subnet-a'] }],
    });
    expect(describeShop(world).version).toBe('1.34');
  });
});

describe('the rollback of a version', () => {
  it('is not for a cluster that was made at its version', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.34' })).toMatchObject({
      code: 'InvalidParameterException',
      message: 'Unsupported Kubernetes minor version update from 1.35 to 1.34',
    });
  });

  it('goes back by one minor alone, and the next upgrade ends the former window', async () => {
    const world = await upgraded();
    move(world, '1.36', { force: true });
    await world.settle();
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.34' }).message).toBe(
      'Unsupported Kubernetes minor version update from 1.36 to 1.34',
    );
    move(world, '1.35', { force: true });
    await world.settle();
    expect(describeShop(world).version).toBe('1.35');
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.34' }).message).toBe(
      'Unsupported Kubernetes minor version update from 1.35 to 1.34',
    );
  });

  it('wants the policy EXTENDED where the former version is in extended support', async () => {
    const world = await upgraded(
      { version: '1.34', upgradePolicy: { supportType: 'STANDARD' } },
      { startAt: '2026-12-01' },
    );
    await world.settle(2 * DAY_MS);
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.34', force: true }).code).toBe(
      'InvalidRequestException',
    );
    world.call('UpdateClusterConfig', { name: 'shop', upgradePolicy: { supportType: 'EXTENDED' } });
    await world.settle();
    expect(move(world, '1.34', { force: true }).type).toBe('VersionRollback');
  });

  it('is stopped by nodes that are newer, unless forced', async () => {
    const world = await upgraded();
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.34' }).code).toBe(
      'InvalidStateException',
    );
    expect(move(world, '1.34', { force: true }).type).toBe('VersionRollback');
  });

  it('cannot be cancelled once the control plane goes back', async () => {
    const world = await upgraded({}, { settings: { unknownInsightProbability: 0 } });
    const { id } = move(world, '1.34', { force: true });
    expect(world.refusal('CancelUpdate', { name: 'shop', updateId: id }).code).toBe(
      'InvalidRequestException',
    );
    expect(world.refusal('CancelUpdate', { name: 'shop', updateId: 'none' })).toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'No update found for ID: none',
    });
  });
});

describe('the rollback of Auto Mode', () => {
  const withNode = async (): Promise<World> => {
    const world = await worldWithCluster({ version: '1.34', ...AUTO_MODE });
    world.eks.inCluster.plant('shop', [WEB]);
    await world.settle();
    expect(kubelets(world)).toEqual(['v1.34']);
    move(world, '1.35', { force: true });
    await world.settle();
    expect(kubelets(world)).toEqual(['v1.35']);
    return world;
  };
  const hold = (world: World, nodes: string) => {
    const { store } = world.eks.inCluster.kubernetes('shop');
    const type = { group: 'karpenter.sh', version: 'v1', plural: 'nodepools', kind: 'NodePool' } as const;
    const pool = store.find({ ...type, namespaced: false, verbs: [] }, 'general-purpose');
    if (!pool) throw new Error('no pool');
    store.edit({ ...type, namespaced: false, verbs: [] }, pool, 'eks', (draft) => {
      (draft as unknown as { spec: object }).spec = { template: {}, disruption: { budgets: [{ nodes }] } };
    });
  };

  it('brings the nodes back first, while the cluster stays ACTIVE', async () => {
    const world = await withNode();
    const { id } = move(world, '1.34', { force: true });
    expect(describeShop(world)).toMatchObject({ status: 'ACTIVE', version: '1.35' });
    expect(world.refusal('UpdateClusterConfig', { name: 'shop', deletionProtection: true }).message).toBe(
      `Cannot DeletionProtectionUpdate because cluster shop currently has update ${id} in progress`,
    );
    const statuses = new Set<string | undefined>();
    for (let minute = 0; minute < 120; minute++) {
      await world.settle(60_000);
      const { status } = describeShop(world);
      if (status === 'UPDATING') expect(kubelets(world)).toEqual(['v1.34']);
      statuses.add(status);
    }
    expect([...statuses]).toEqual(['ACTIVE', 'UPDATING']);
    expect(ended(world, id).status).toBe('Successful');
    expect(describeShop(world).version).toBe('1.34');
  });

  it('fails at its timeout where a budget holds the nodes, which stay at the version of the control plane', async () => {
    const world = await withNode();
    hold(world, '0');
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.34' }).code).toBe(
      'InvalidStateException',
    );
    const { id } = move(world, '1.34', { force: true, rollbackConfig: { timeoutMinutes: 120 } });
    await world.settle(2 * HOUR_MS - 60_000);
    expect(ended(world, id).status).toBe('InProgress');
    await world.settle(2 * 60_000);
    expect(ended(world, id).status).toBe('Failed');
    expect(describeShop(world)).toMatchObject({ status: 'ACTIVE', version: '1.35' });
    expect(kubelets(world)).toEqual(['v1.35']);
  });

  it('can be cancelled while nodes go back, and they drift forward again', async () => {
    const world = await withNode();
    const { id } = move(world, '1.34', { force: true });
    expect(
      world.call<{ update: Update }>('CancelUpdate', { name: 'shop', updateId: id }).update,
    ).toMatchObject({ status: 'InProgress', cancellation: { status: 'InProgress' } });
    await world.settle();
    expect(ended(world, id)).toMatchObject({ status: 'Cancelled', cancellation: { status: 'Successful' } });
    expect(describeShop(world)).toMatchObject({ status: 'ACTIVE', version: '1.35' });
    expect(kubelets(world)).toEqual(['v1.35']);
  });
});

describe('upgrades by AWS', () => {
  const passing = async (world: World, days: number) => {
    for (let day = 0; day < days; day++) {
      await world.settle(DAY_MS);
      describeShop(world);
    }
    await world.settle();
    return describeShop(world).version;
  };

  it('come after the end of standard support where the policy is STANDARD', async () => {
    const world = await worldWithCluster(
      { version: '1.34', upgradePolicy: { supportType: 'STANDARD' } },
      { startAt: '2026-11-30' },
    );
    expect(await passing(world, 1)).toBe('1.34');
    expect(await passing(world, 13)).toBe('1.35');
    const { updateIds } = world.call<{ updateIds: string[] }>('ListUpdates', { name: 'shop' });
    expect(ended(world, updateIds[0])).toMatchObject({ type: 'VersionUpdate', status: 'Successful' });
  });

  it('wait for the end of extended support where the policy is EXTENDED, and cannot be rolled back then', async () => {
    const world = await worldWithCluster({ version: '1.31' }, { startAt: '2026-11-20' });
    expect(await passing(world, 5)).toBe('1.31');
    expect(await passing(world, 13)).toBe('1.32');
    expect(world.refusal('UpdateClusterVersion', { name: 'shop', version: '1.31', force: true }).code).toBe(
      'InvalidParameterException',
    );
  });

  it('at the end of standard support can be rolled back or not, as the seed says', async () => {
    const outcome = async (rollsBackForcedUpgrades: boolean) => {
      const world = await worldWithCluster(
        { version: '1.34', upgradePolicy: { supportType: 'STANDARD' } },
        { startAt: '2026-11-30', settings: { rollsBackForcedUpgrades } },
      );
      while (describeShop(world).version === '1.34') await passing(world, 1);
      world.call('UpdateClusterConfig', { name: 'shop', upgradePolicy: { supportType: 'EXTENDED' } });
      await world.settle();
      try {
        return move(world, '1.34', { force: true }).type;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(await outcome(true)).toBe('VersionRollback');
    expect(await outcome(false)).toBe('Unsupported Kubernetes minor version update from 1.35 to 1.34');
  });
});
