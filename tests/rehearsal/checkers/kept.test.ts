import { describe, expect, it } from '@jest/globals';
import { BusyLoopsChecker } from '../../../rehearsal/checkers/requests/busy-loops.ts';
import { TruthfulFactsChecker } from '../../../rehearsal/checkers/requests/truthful-facts.ts';
import { FreezesChecker } from '../../../rehearsal/checkers/rights/freezes.ts';
import { GitOpsMarksChecker } from '../../../rehearsal/checkers/rights/gitops-marks.ts';
import { ProtectedClustersChecker } from '../../../rehearsal/checkers/rights/protected-clusters.ts';
import { FleetSchedulesChecker } from '../../../rehearsal/checkers/sleep/fleet-schedules.ts';
import { HeldPodsChecker } from '../../../rehearsal/checkers/sleep/held-pods.ts';
import { KeptSleepChecker } from '../../../rehearsal/checkers/sleep/kept-sleep.ts';
import { RollbackWindowChecker } from '../../../rehearsal/checkers/upgrades/rollback-window.ts';
import { region, watch } from './watched.ts';

const where = `${region}/web`;

it('no execution goes in a circle without waiting', async () => {
  const entered = async (states: readonly string[], items = 1) => {
    const { traced, found } = watch(() => new BusyLoopsChecker());
    for (let round = 0; round < 30; round++)
      for (const [index, state] of states.entries()) {
        const item = items === 1 ? {} : { item: round % items };
        const more = { transition: 'entered', execution: 'e', stateMachine: 'create', state, ...item };
        traced('transition', more, round + index / 10);
      }
    return found();
  };
  expect(await entered(['Observe', 'WaitForContents'])).toEqual([]);
  expect(await entered(['Observe'])).toEqual([
    `create of ${region} entered Observe more than 25 times within 60 s`,
  ]);
  // Thirty iterations of a Map state that go side by side are no circle.
  expect(await entered(['Observe'], 30)).toEqual([]);
});

describe('a NodePool', () => {
  const changed = async (metadata: object, operation = 'PatchNodepools') => {
    const has = { inCluster: () => ({ version: '1.35', nodes: [], pools: [{ metadata }] }) };
    const { made, found } = watch((one) => new GitOpsMarksChecker(one), { has });
    made('kubernetes', operation, {
      clusterName: 'web',
      path: '/apis/karpenter.sh/v1/nodepools/default?x=y',
    });
    return found();
  };
  it('of nobody’s may be changed, and one of Git’s not', async () => {
    expect(await changed({ name: 'default' })).toEqual([]);
    for (const marks of [
      { annotations: { 'argocd.argoproj.io/tracking-id': 'pools:x' } },
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'pools' } },
    ]) {
      expect(await changed({ name: 'default', ...marks })).toEqual([
        `eks-fleet-prod-createApplyAddon called PatchNodepools on default of ${where}, which a GitOps tool owns`,
      ]);
      expect(await changed({ name: 'other', ...marks })).toEqual([]);
      expect(await changed({ name: 'default', ...marks }, 'GetNodepools')).toEqual([]);
    }
  });
});

describe('pods that hold a sleep', () => {
  const resized = async (
    seconds: number,
    { labels = { 'eks-fleet.dev/hold': 'true' }, looks = true } = {},
  ) => {
    const pod = { metadata: { name: 'report', labels }, status: { phase: 'Running' } };
    const has = { inCluster: () => ({ version: '1.35', nodes: [], pods: [pod] }) };
    const { claimed, made, at, found } = watch((one) => new HeldPodsChecker(one), { has });
    claimed('o1', 'scale', 'ClusterScaleRequested', { action: 'hibernate' });
    if (looks) made('kubernetes', 'ListPods', { clusterName: 'web' }, { for: 'o1' });
    at(seconds);
    made('eks', 'UpdateNodegroupConfig', { clusterName: 'web' }, { for: 'o1' });
    return found();
  };
  it('hold it for two hours', async () => {
    expect(await resized(3600)).toEqual([
      `eks-fleet-prod-createApplyAddon called UpdateNodegroupConfig for the sleep of ${where}, and pod report asks it to wait`,
    ]);
    expect(await resized(7200)).toEqual([]);
    expect(await resized(3600, { labels: { 'eks-fleet.dev/hold': 'false' } })).toEqual([]);
    expect(await resized(3600, { looks: false })).toEqual([]);
  });
});

describe('a cluster that sleeps', () => {
  const group = { AutoScalingGroupName: 'web', DesiredCapacity: 0, MinSize: 0, MaxSize: 2 };
  const released = async (fact: string, desired = 0) => {
    const has = {
      'autoscaling:DescribeAutoScalingGroups': () => ({
        AutoScalingGroups: [{ ...group, DesiredCapacity: desired }],
      }),
    };
    const { claimed, told, at, found } = watch((one) => new KeptSleepChecker(one), { has });
    claimed('o1', 'scale', 'ClusterScaleRequested', { action: 'hibernate' });
    told('o1', fact);
    at(60);
    claimed('o2', 'release', 'ClusterReleaseRequested');
    told('o2', 'ClusterReleased');
    return found();
  };
  it('is not let go', async () => {
    expect(await released('ClusterHibernated')).toEqual([
      `${where} was let go in its sleep, and nobody knows what it wakes to`,
    ]);
    expect(await released('ClusterWoken')).toEqual([]);
    expect(await released('ClusterHibernated', 1)).toEqual([]);
  });
});

describe('a protected cluster', () => {
  const deleted = async (first: boolean, then: boolean) => {
    let isProtected = first;
    const has = { 'eks:DescribeCluster': () => ({ cluster: { deletionProtection: isProtected } }) };
    const { claimed, made, found } = watch((one) => new ProtectedClustersChecker(one), { has });
    claimed('o1', 'delete', 'ClusterDeletionRequested');
    made('dynamodb', 'GetItem', {}, { for: 'o1' });
    isProtected = then;
    made('eks', 'DeleteNodegroup', { clusterName: 'web' }, { for: 'o1' });
    return found();
  };
  it('loses nothing, but where it is protected too late', async () => {
    expect(await deleted(true, true)).toEqual([
      `eks-fleet-prod-createApplyAddon called DeleteNodegroup for the deletion of ${where}, which has deletion protection`,
    ]);
    expect(await deleted(false, true)).toEqual([]);
    expect(await deleted(true, false)).toEqual([]);
  });
});

describe('a way back', () => {
  const back = async (days: number, raised = 'web') => {
    const { claimed, made, at, found } = watch((one) => new RollbackWindowChecker(one));
    made('eks', 'UpdateClusterVersion', { name: raised });
    at(days * 86_400);
    claimed('o1', 'upgrade', 'ClusterUpgradeRequested', { action: 'rollBack' });
    made('eks', 'UpdateAddon', { clusterName: 'web' }, { for: 'o1', step: { key: 'back/1.35/addons' } });
    return found();
  };
  it('is not judged where AWS has raised the cluster by itself', async () => {
    expect(await back(8, 'another')).toEqual([]);
  });
  it('is open for seven days', async () => {
    expect(await back(7)).toEqual([]);
    expect(await back(8)).toEqual([
      `eks-fleet-prod-createApplyAddon called UpdateAddon on the way back of ${where}, whose seven days are over`,
    ]);
  });
});

describe('a freeze', () => {
  // 1970-01-01 in UTC, and the day after it in Sydney from two in the afternoon on.
  const asked = async (day: string, hour: number, more: object = {}) => {
    const { claimed, told, made, at, found } = watch((one) => new FreezesChecker(one));
    const freezes = [{ from: day, to: day, zone: 'Australia/Sydney', stops: ['scale'] }];
    const fleet = { metadata: { name: 'web' }, spec: { regions: [region], freezes } };
    claimed('o1', 'apply-fleet', 'FleetRequested', { fleet });
    told('o1', 'FleetApplied', { deleted: false });
    at(hour * 3600);
    claimed('o2', 'scale', 'ClusterScaleRequested', { action: 'wake', ...more });
    at(30 * 3600);
    made('eks', 'UpdateNodegroupConfig', { clusterName: 'web' }, { for: 'o2' });
    return found();
  };
  it('is by the clocks of its zone, at the time of the request', async () => {
    expect(await asked('1970-01-02', 20)).toEqual([
      `eks-fleet-prod-createApplyAddon called eks:UpdateNodegroupConfig for the scale of ${where}, in the freeze of web from 1970-01-02 to 1970-01-02`,
    ]);
    expect(await asked('1970-01-01', 20)).toEqual([]);
    expect(await asked('1970-01-02', 14.5)).toEqual([]);
    expect(await asked('1970-01-02', 20, { action: 'return' })).toEqual([]);
  });
});

describe('a success', () => {
  const created = async (status: string) => {
    const has = { 'eks:DescribeCluster': () => ({ cluster: { status: 'ACTIVE', version: '1.35' } }) };
    const { claimed, verified, told, found } = watch((one) => new TruthfulFactsChecker(one), { has });
    claimed('o1', 'create', 'ClusterRequested');
    verified('o1', status);
    told('o1', 'ClusterCreated', { kubernetesVersion: '1.35' });
    return found();
  };
  it('is of what EKS has told to be ACTIVE', async () => {
    expect(await created('ACTIVE')).toEqual([]);
    expect(await created('UPDATING')).toEqual([
      `ClusterCreated of ${where}: EKS had last told the operation that it is UPDATING`,
    ]);
  });

  const scaled = async (ready: string, looks = true) => {
    const Instances = ['i-1', 'i-2'].map((InstanceId) => ({ InstanceId, LifecycleState: 'InService' }));
    const group = { AutoScalingGroupName: 'web', DesiredCapacity: 2, MinSize: 0, MaxSize: 3, Instances };
    const node = (id: string, status: string) => ({
      spec: { providerID: `aws:///a/${id}` },
      status: { conditions: [{ type: 'Ready', status }] },
    });
    const has = {
      'autoscaling:DescribeAutoScalingGroups': () => ({ AutoScalingGroups: [group] }),
      inCluster: () => ({ version: '1.35', nodes: [node('i-1', 'True'), node('i-2', ready)] }),
    };
    const { claimed, made, told, found } = watch((one) => new TruthfulFactsChecker(one), { has });
    claimed('o1', 'scale', 'ClusterScaleRequested');
    if (looks) made('kubernetes', 'ListNodes', { clusterName: 'web' }, { for: 'o1' });
    const after = { desiredSize: 2, minSize: 0, maxSize: 3 };
    told('o1', 'ClusterScaled', { groups: [{ name: 'web', after }] });
    return found();
  };
  it('is of nodes that are Ready', async () => {
    expect(await scaled('True')).toEqual([]);
    expect(await scaled('False', false)).toEqual([]);
    expect(await scaled('False')).toEqual([
      `ClusterScaled of ${where}: web has 2 of 0-3, and i-2 are not Ready`,
    ]);
  });
});

describe('a schedule', () => {
  const listed = async (entry: string, then: string | undefined, seconds: number) => {
    const has = {
      'scheduler:ListSchedules': () => ({ Schedules: [{ Name: `web.${entry}.wake` }] }),
    };
    const { claimed, told, take, traced, found } = watch((one) => new FleetSchedulesChecker(one), { has });
    const fleet = { metadata: { name: 'web' }, spec: { sleep: [{ name: 'hours' }] } };
    claimed('o1', 'apply-fleet', 'FleetRequested', { fleet });
    told('o1', 'FleetApplied', { deleted: false });
    take('SchedulesReconciled', { fleet: 'web', region, revision: 1 });
    if (then !== undefined) take(then, { name: 'web', fleet: 'web' });
    traced('event', {}, seconds);
    return found();
  };
  it('is of an entry that the document has', async () => {
    expect(await listed('hours', undefined, 7200)).toEqual([]);
    expect(await listed('former', undefined, 7200)).toEqual([
      `schedule web.former.wake of ${region} is of an entry that document web does not have`,
    ]);
    // Not before all that looked earlier has ended, and not once something else was asked for, or has failed.
    expect(await listed('former', undefined, 600)).toEqual([]);
    expect(await listed('former', 'FleetDeletionRequested', 7200)).toEqual([]);
    expect(await listed('former', 'SchedulesReconciliationFailed', 7200)).toEqual([]);
  });
});
