import { describe, expect, it } from '@jest/globals';
import { FreezesChecker } from '../../../rehearsal/checkers/rights/freezes.ts';
import { BudgetsChecker } from '../../../rehearsal/checkers/upgrades/budgets.ts';
import { watch } from './watched.ts';

const pod = (name: string, node: string) => ({
  metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels: { app: 'shop' } },
  spec: { nodeName: node },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
const node = { metadata: { name: 'n1' }, spec: { providerID: 'aws:///us-east-1a/i-1' } };
const EVICTED = { clusterName: 'web', path: '/api/v1/namespaces/shop/pods/a/eviction' };
const ENDED = { InstanceId: 'i-1', ShouldDecrementDesiredCapacity: true };
const budget = (minAvailable: number) => ({
  metadata: { name: 'shop', namespace: 'shop' },
  spec: { minAvailable, selector: { matchLabels: { app: 'shop' } } },
});

function evicting(minAvailable: number, pods = [pod('a', 'n1'), pod('b', 'n2')]) {
  const inside = { version: '1.34', nodes: [node], pods, budgets: [budget(minAvailable)] };
  const on = watch((one) => new BudgetsChecker(one), { has: { inCluster: () => inside } });
  on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested');
  const by = (task: string) => ({ functionName: `eks-fleet-prod-${task}`, for: 'u1' });
  const path = '/api/v1/namespaces/shop/pods/a';
  return {
    ...on,
    evicts: () =>
      on.made(
        'kubernetes',
        'CreatePodsEviction',
        { clusterName: 'web', path: `${path}/eviction` },
        by('upgradeEvictPod'),
      ),
    deletes: () => on.made('kubernetes', 'DeletePods', { clusterName: 'web', path }, by('upgradeEvictPod')),
    ends: () =>
      on.made(
        'autoscaling',
        'TerminateInstanceInAutoScalingGroup',
        { InstanceId: 'i-1' },
        by('upgradeReplaceNode'),
      ),
  };
}
const NOT_ALLOWED = ', and budget shop/shop does not allow it';

describe('a disruption budget', () => {
  it('that allows it is kept by an eviction, and by the end of an instance', async () => {
    const on = evicting(1);
    for (let time = 0; time < 3; time++) on.evicts();
    on.ends();
    expect(await on.found()).toEqual([]);
    expect(on.checker.checked).toHaveLength(1);
  });

  it('is not asked again and again', async () => {
    const on = evicting(2);
    on.evicts();
    on.evicts();
    expect(await on.found()).toEqual([]);
    on.evicts();
    expect(await on.found()).toEqual([
      `eks-fleet-prod-upgradeEvictPod of us-east-1 asked more than twice for pod shop/a${NOT_ALLOWED}`,
    ]);
  });

  it('is not gone around by a deletion', async () => {
    const on = evicting(2);
    on.deletes();
    expect(await on.found()).toEqual([
      `eks-fleet-prod-upgradeEvictPod of us-east-1 deleted pod shop/a${NOT_ALLOWED}`,
    ]);
  });

  it('is not gone around by the end of an instance, where all pods of it count', async () => {
    const on = evicting(1, [pod('a', 'n1'), pod('b', 'n1')]);
    on.ends();
    expect(await on.found()).toEqual([
      `eks-fleet-prod-upgradeReplaceNode of us-east-1 ended n1 under pods${NOT_ALLOWED}`,
    ]);
  });
});

describe('a freeze', () => {
  const freeze = { from: '1970-01-02', to: '1970-01-03', zone: 'UTC', stops: ['upgrade'] };
  const HOUR = 3600;
  const DAY = 24 * HOUR;
  /** The document is applied at second 0, and an add-on updated at the second that is given. */
  async function changed(
    atSeconds: number,
    { step = '1.35/addonsAfter', spec = {}, asksAnew = false, isGone = false, stops = ['upgrade'] } = {},
  ) {
    const on = watch((one) => new FreezesChecker(one));
    const fleet = {
      metadata: { name: 'web' },
      spec: { regions: ['us-east-1'], freezes: [{ ...freeze, stops }], ...spec },
    };
    on.claimed('d1', 'document', 'FleetRequested', { fleet });
    on.told('d1', 'FleetApplied', { deleted: false });
    if (isGone) on.take('FleetDeletionRequested', { requestId: 'gone', name: 'web' });
    if (asksAnew) on.take('FleetRequested', { requestId: 'again', fleet });
    on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested');
    on.at(atSeconds);
    on.made(
      'eks',
      'UpdateAddon',
      { clusterName: 'web' },
      { functionName: 'eks-fleet-prod-upgradeUpgradeAddon', for: 'u1', step: { key: step } },
    );
    return on.found();
  }

  it('is kept from its first day to its last, but for what was looked at shortly before', async () => {
    expect(await changed(DAY - 1)).toEqual([]);
    expect(await changed(DAY + HOUR / 2)).toEqual([]);
    expect(await changed(DAY + HOUR)).toEqual([
      'eks-fleet-prod-upgradeUpgradeAddon called eks:UpdateAddon for the upgrade of us-east-1/web, in the freeze of web from 1970-01-02 to 1970-01-03',
    ]);
    expect(await changed(3 * DAY)).toEqual([]);
  });

  it('holds up no way back, and nothing else than it stops', async () => {
    expect(await changed(2 * DAY, { step: 'back/1.34/nodes' })).toEqual([]);
    expect(await changed(2 * DAY, { stops: ['apply'] })).toEqual([]);
    expect(await changed(2 * DAY, { spec: { regions: ['eu-west-1'] } })).toEqual([]);
  });

  it('is over once somebody takes its document away', async () => {
    expect(await changed(2 * DAY, { isGone: true })).toEqual([]);
  });

  it('is not known of a document that is asked for anew, or that is about some clusters', async () => {
    expect(await changed(2 * DAY, { asksAnew: true })).toEqual([]);
    expect(await changed(2 * DAY, { spec: { sleep: [{ name: 'hours' }] } })).toEqual([]);
  });

  it.each<[string, boolean, string, string, object, number]>([
    ['the eviction from a cordoned node', true, 'kubernetes', 'CreatePodsEviction', EVICTED, 0],
    ['the end of its instance', true, 'autoscaling', 'TerminateInstanceInAutoScalingGroup', ENDED, 0],
    [
      'the surge in its place',
      true,
      'autoscaling',
      'UpdateAutoScalingGroup',
      { DesiredCapacity: 3, MaxSize: 3 },
      0,
    ],
    ['the bound from before', false, 'autoscaling', 'UpdateAutoScalingGroup', { MaxSize: 2 }, 0],
    ['an eviction from another node', false, 'kubernetes', 'CreatePodsEviction', EVICTED, 1],
    ['the end of another instance', false, 'autoscaling', 'TerminateInstanceInAutoScalingGroup', ENDED, 1],
    [
      'a surge for no node',
      false,
      'autoscaling',
      'UpdateAutoScalingGroup',
      { DesiredCapacity: 3, MaxSize: 3 },
      1,
    ],
    ['an image', true, 'autoscaling', 'UpdateAutoScalingGroup', { LaunchTemplate: {}, MaxSize: 2 }, 1],
    ['a cordon', true, 'kubernetes', 'PatchNodes', { path: '/api/v1/nodes/n1' }, 1],
  ])(
    'lets a node that is cordoned end, and nothing begin: %s',
    async (_what, isCordoned, service, called, input, times) => {
      const nodes = [{ ...node, spec: { ...node.spec, unschedulable: isCordoned } }];
      const inside = { version: '1.34', nodes, pods: [pod('a', 'n1')] };
      const on = watch((one) => new FreezesChecker(one), { has: { inCluster: () => inside } });
      const fleet = { metadata: { name: 'web' }, spec: { regions: ['us-east-1'], freezes: [freeze] } };
      on.claimed('d1', 'document', 'FleetRequested', { fleet });
      on.told('d1', 'FleetApplied', { deleted: false });
      on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested');
      on.at(2 * DAY);
      on.made(service, called, input, {
        functionName: 'eks-fleet-prod-upgradeReplaceNode',
        for: 'u1',
        step: { key: '1.35/nodes' },
      });
      expect(await on.found()).toHaveLength(times);
    },
  );
});
