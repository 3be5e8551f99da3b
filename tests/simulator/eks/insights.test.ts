import type { Insight, InsightSummary } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { NODEGROUP, role, type World, type WorldOptions, worldWithCluster } from './world.ts';

const DAY_MS = 86_400_000;
const shop = { clusterName: 'shop' };

const list = (world: World, filter: Record<string, unknown> = {}) =>
  world.call<{ insights: InsightSummary[] }>('ListInsights', { ...shop, filter }).insights;
const describeInsight = (world: World, name: string, category = 'UPGRADE_READINESS') => {
  const found = list(world, { categories: [category] }).find((insight) => insight.name === name);
  return world.call<{ insight: Insight }>('DescribeInsight', { ...shop, id: found?.id }).insight;
};
async function refresh(world: World): Promise<void> {
  world.call('StartInsightsRefresh', shop);
  await world.settle(10 * 60_000);
}
const worldOf = (cluster: Record<string, unknown> = {}, options: WorldOptions = {}) =>
  worldWithCluster(
    { version: '1.34', ...cluster },
    { ...options, settings: { unknownInsightProbability: 0, ...options.settings } },
  );
const statusOf = (world: World, name: string, category?: string) =>
  describeInsight(world, name, category).insightStatus?.status;
async function upgrade(world: World, version: string): Promise<void> {
  world.call('UpdateClusterVersion', { name: 'shop', version, force: true });
  await world.settle();
}
const CALLS = {
  usage: '/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas',
  replacedWith: '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
  stopServingVersion: '1.35',
  startServingReplacementVersion: '1.29',
  userAgent: 'cluster-controller/v0.4.1',
  requestsADay: 24,
};

describe('insights about the next upgrade', () => {
  it('are those that the guide shows, for the next minor', async () => {
    const world = await worldOf();
    expect(list(world).map(({ name, kubernetesVersion }) => [name, kubernetesVersion])).toEqual([
      ['Cluster health issues', '1.35'],
      ['Amazon Linux 2 compatibility', '1.35'],
      ['Kubelet version skew', '1.35'],
      ['kube-proxy version skew', '1.35'],
      ['EKS add-on version compatibility', '1.35'],
    ]);
  });

  it('cannot tell the skew of a cluster without nodes, and tell it once there are some', async () => {
    const world = await worldOf();
    expect(statusOf(world, 'Kubelet version skew')).toBe('UNKNOWN');
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    await refresh(world);
    expect(statusOf(world, 'Kubelet version skew')).toBe('PASSING');
  });

  it('warn of nodes that lag, and are an error where the next minor would leave them too far behind', async () => {
    const world = await worldOf({ version: '1.32' });
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    await upgrade(world, '1.33');
    await refresh(world);
    expect(describeInsight(world, 'Kubelet version skew')).toMatchObject({
      kubernetesVersion: '1.34',
      insightStatus: { status: 'WARNING' },
    });
    await upgrade(world, '1.34');
    await upgrade(world, '1.35');
    await refresh(world);
    const { insightStatus, resources } = describeInsight(world, 'Kubelet version skew');
    expect(insightStatus?.status).toBe('ERROR');
    expect(resources?.map(({ kubernetesResourceUri }) => kubernetesResourceUri)).toEqual([
      expect.stringMatching(/^\/api\/v1\/nodes\/ip-/),
      expect.stringMatching(/^\/api\/v1\/nodes\/ip-/),
    ]);
  });

  it('name the add-ons that do not serve the next minor, with the versions that do', async () => {
    const world = await worldOf();
    world.call('CreateAddon', { ...shop, addonName: 'vpc-cni', addonVersion: 'v1.19.6-eksbuild.7' });
    await world.settle();
    await refresh(world);
    const { insightStatus, categorySpecificSummary } = describeInsight(
      world,
      'EKS add-on version compatibility',
    );
    expect(insightStatus?.status).toBe('ERROR');
    expect(categorySpecificSummary?.addonCompatibilityDetails).toEqual([
      {
        name: 'vpc-cni',
        compatibleVersions: ['v1.21.1-eksbuild.1', 'v1.20.4-eksbuild.1', 'v1.20.1-eksbuild.3'],
      },
    ]);
  });

  it('hold the version of kube-proxy against the skew', async () => {
    const world = await worldOf({ version: '1.31' });
    world.call('CreateAddon', { ...shop, addonName: 'kube-proxy', addonVersion: 'v1.31.14-eksbuild.2' });
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    await refresh(world);
    expect(statusOf(world, 'kube-proxy version skew')).toBe('PASSING');
    await upgrade(world, '1.32');
    await refresh(world);
    expect(statusOf(world, 'kube-proxy version skew')).toBe('WARNING');
    await upgrade(world, '1.33');
    await upgrade(world, '1.34');
    await refresh(world);
    expect(statusOf(world, 'kube-proxy version skew')).toBe('ERROR');
  });

  it('tell of nodes of Amazon Linux 2', async () => {
    const world = await worldOf({ version: '1.32' });
    world.call('CreateNodegroup', { ...NODEGROUP, amiType: 'AL2_x86_64' });
    await world.settle();
    await refresh(world);
    expect(describeInsight(world, 'Amazon Linux 2 compatibility')).toMatchObject({
      kubernetesVersion: '1.33',
      insightStatus: { status: 'ERROR' },
    });
  });

  it('repeat the health issues of the cluster', async () => {
    const world = await worldOf();
    for (const [id, facts] of world.network.subnets) {
      world.network.subnets.set(id, { ...facts, availableIpAddressCount: 1 });
    }
    await refresh(world);
    expect(describeInsight(world, 'Cluster health issues').insightStatus).toEqual({
      status: 'ERROR',
      reason: 'Cluster health issues detected: InsufficientFreeAddresses.',
    });
  });

  it('tell who calls APIs that the next minor no longer serves, for 30 days after the last call', async () => {
    const world = await worldOf();
    const name = 'Deprecated APIs removed in Kubernetes v1.35';
    world.eks.inCluster.callDeprecated('shop', CALLS);
    await world.settle(2 * DAY_MS);
    await refresh(world);
    const { insightStatus, categorySpecificSummary } = describeInsight(world, name);
    expect(insightStatus?.status).toBe('ERROR');
    const [detail] = categorySpecificSummary?.deprecationDetails ?? [];
    expect(detail).toMatchObject({ usage: CALLS.usage, stopServingVersion: '1.35' });
    expect(detail?.clientStats).toMatchObject([
      { userAgent: CALLS.userAgent, numberOfRequestsLast30Days: 48 },
    ]);
    const fixedAt = world.kernel.now();
    world.eks.inCluster.stopDeprecated('shop', CALLS.userAgent);
    await world.settle(20 * DAY_MS);
    await refresh(world);
    const later = describeInsight(world, name);
    expect(later.insightStatus?.status).toBe('ERROR');
    const stat = later.categorySpecificSummary?.deprecationDetails?.[0]?.clientStats?.[0];
    expect(stat?.lastRequestTime?.getTime()).toBe(fixedAt);
    await world.settle(11 * DAY_MS);
    await refresh(world);
    expect(statusOf(world, name)).toBe('PASSING');
  });

  it('warn of calls that a later minor no longer serves', async () => {
    const world = await worldOf();
    world.eks.inCluster.callDeprecated('shop', { ...CALLS, stopServingVersion: '1.36' });
    await world.settle(DAY_MS);
    await refresh(world);
    expect(statusOf(world, 'Deprecated APIs removed in Kubernetes v1.36')).toBe('WARNING');
  });

  it('are as they were at the last refresh: daily, or when it is asked for', async () => {
    const world = await worldOf();
    list(world);
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle(3600_000);
    expect(statusOf(world, 'Kubelet version skew')).toBe('UNKNOWN');
    const before = describeInsight(world, 'Kubelet version skew');
    await world.settle(DAY_MS);
    const after = describeInsight(world, 'Kubelet version skew');
    expect(after.insightStatus?.status).toBe('PASSING');
    expect(after.id).toBe(before.id);
    expect(after.lastTransitionTime?.getTime()).toBeGreaterThan(before.lastTransitionTime?.getTime() ?? 0);
    const refreshedAt = after.lastRefreshTime?.getTime() ?? 0;
    await refresh(world);
    const again = describeInsight(world, 'Kubelet version skew');
    expect(again.lastRefreshTime?.getTime()).toBeGreaterThan(refreshedAt);
    expect(again.lastTransitionTime).toEqual(after.lastTransitionTime);
  });

  it('are UNKNOWN where EKS cannot tell', async () => {
    const world = await worldOf({}, { settings: { unknownInsightProbability: 1 } });
    expect(new Set(list(world).map(({ insightStatus }) => insightStatus?.status))).toEqual(
      new Set(['UNKNOWN']),
    );
  });
});

describe('insights about the way back', () => {
  const rollback = { categories: ['ROLLBACK_READINESS'] };

  it('are there only after an upgrade, and for seven days', async () => {
    const world = await worldOf();
    expect(list(world, rollback)).toEqual([]);
    await upgrade(world, '1.35');
    await refresh(world);
    expect(list(world, rollback).map(({ name, kubernetesVersion }) => [name, kubernetesVersion])).toEqual([
      ['Cluster health issues', '1.34'],
      ['Kubelet version skew', '1.34'],
      ['kube-proxy version skew', '1.34'],
      ['EKS add-on version compatibility', '1.34'],
    ]);
    await world.settle(7 * DAY_MS);
    await refresh(world);
    expect(list(world, rollback)).toEqual([]);
  });

  it('tell of nodes and add-ons that the former version does not take', async () => {
    const world = await worldOf();
    await upgrade(world, '1.35');
    world.call('CreateNodegroup', NODEGROUP);
    world.call('CreateAddon', { ...shop, addonName: 'kube-proxy' });
    await world.settle(3600_000);
    await refresh(world);
    for (const name of [
      'Kubelet version skew',
      'kube-proxy version skew',
      'EKS add-on version compatibility',
    ]) {
      expect(statusOf(world, name, 'ROLLBACK_READINESS')).toBe('ERROR');
    }
  });

  it('hold the disruption budgets of Auto Mode against its way back', async () => {
    const world = await worldOf({
      computeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleArn: role('node') },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    });
    world.eks.inCluster.plant('shop', [
      {
        apiVersion: 'karpenter.sh/v1',
        kind: 'NodePool',
        metadata: { name: 'batch' },
        spec: { disruption: { budgets: [{ nodes: '0', reasons: ['Drifted'] }] } },
      },
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'web', namespace: 'default' },
        spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } },
      },
    ]);
    await upgrade(world, '1.35');
    await refresh(world);
    expect(statusOf(world, 'NodePool disruption budgets', 'ROLLBACK_READINESS')).toBe('ERROR');
    expect(statusOf(world, 'PodDisruptionBudgets', 'ROLLBACK_READINESS')).toBe('WARNING');
    expect(statusOf(world, 'Do-not-disrupt annotations', 'ROLLBACK_READINESS')).toBe('PASSING');
  });
});
