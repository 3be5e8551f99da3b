import type { Addon, Cluster, Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../domain/errors.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import type { ObservedController, ObservedNode } from '../../domain/ports/kubernetes.ts';
import type { ProbeAnswer } from '../../domain/ports/probes.ts';
import { fleetOf } from '../domain/policy/documents.ts';
import { NODEGROUP, type World, type WorldOptions, worldWithCluster } from '../simulator/eks/world.ts';
import { driveStep, minutes } from './upgrade-steps.fixtures.ts';

const lenient: WorldOptions = { settings: { enforcesUpgradeInsights: false } };
const cluster = (world: World) =>
  world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' }).cluster;
const addon = (world: World, addonName = 'coredns') =>
  world.call<{ addon: Addon }>('DescribeAddon', { clusterName: 'shop', addonName }).addon;
const updates = (world: World) =>
  world
    .call<{ updateIds: string[] }>('ListUpdates', { name: 'shop' })
    .updateIds.map(
      (updateId) => world.call<{ update: Update }>('DescribeUpdate', { name: 'shop', updateId }).update,
    );
const controlPlane = (to: string, way = '') => ({
  key: `${way}${to}/controlPlane`,
  kind: 'controlPlane' as const,
  to,
});
const alarmed = { health: { alarms: ['slo'] } };

describe('the step of a control plane', () => {
  it('brings it to its version, by one update, and looks soon after its end', async () => {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    const drive = driveStep(world, { step: controlPlane('1.35') });
    const { outcome, looks } = await drive.run();
    expect({ outcome, begun: drive.begun }).toEqual({
      outcome: 'Done',
      begun: ['upgrade the control plane to 1.35'],
    });
    expect(cluster(world)).toMatchObject({ version: '1.35', status: 'ACTIVE' });
    expect(updates(world).map(({ type }) => type)).toEqual(['VersionUpdate']);
    const span = world.kernel.trace.spans.find(({ kind }) => kind === 'eks/control-plane-update');
    expect(world.kernel.now() - (span?.endedAt ?? 0)).toBeLessThan(minutes(1));
    expect(looks).toBeLessThan(40);
  });

  it('goes on with an update that somebody else has begun', async () => {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.35' });
    const drive = driveStep(world, { step: controlPlane('1.35') });
    expect(await drive.run()).toMatchObject({ outcome: 'Done' });
    expect(drive.begun).toEqual([]);
  });

  it('fails with the words of EKS where EKS takes the update back', async () => {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    const drive = driveStep(world, { step: controlPlane('1.35') });
    const answer = await drive.run(() => {
      if (drive.begun.length === 1) world.network.subnets.delete('subnet-b');
    });
    expect(answer).toMatchObject({
      outcome: 'Failed',
      failures: [{ key: 'controlPlane', reason: expect.stringMatching(/taken .* back .*SubnetNotFound/) }],
    });
    expect(drive.begun).toHaveLength(1);
    expect(cluster(world)).toMatchObject({ version: '1.34' });
  });

  it('tries again what failed in an earlier step', async () => {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    const subnet = world.network.subnets.get('subnet-b');
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.35' });
    world.network.subnets.delete('subnet-b');
    await world.settle(minutes(60));
    if (subnet) world.network.subnets.set('subnet-b', subnet);
    expect(updates(world)).toMatchObject([{ status: 'Failed' }]);
    expect(await driveStep(world, { step: controlPlane('1.35') }).run()).toMatchObject({ outcome: 'Done' });
  });

  it('goes back while an alarm is going, since that is why', async () => {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.35' });
    await world.settle(minutes(60));
    const drive = driveStep(world, { step: controlPlane('1.34', 'back/'), request: alarmed });
    drive.hold('slo', 'ALARM');
    expect(await drive.run()).toMatchObject({ outcome: 'Done' });
  });

  it('asks once, though the task runs twice', async () => {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    const drive = driveStep(world, { step: controlPlane('1.35') });
    await drive.apply('upgrade-control-plane', 'controlPlane');
    expect(await drive.apply('upgrade-control-plane', 'controlPlane')).toEqual({ outcome: 'Unchanged' });
    expect(updates(world)).toHaveLength(1);
  });

  it('asks for nothing once the lease is lost, or while an alarm is going', async () => {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    const drive = driveStep(world, { step: controlPlane('1.35'), request: alarmed });
    drive.hold('slo', 'ALARM');
    expect(await drive.apply('upgrade-control-plane', 'controlPlane')).toEqual({ outcome: 'Unchanged' });
    drive.hold('slo', 'OK');
    for (const [arn, lease] of drive.leases) drive.leases.set(arn, { ...lease, epoch: 2 });
    await expect(drive.apply('upgrade-control-plane', 'controlPlane')).rejects.toMatchObject({
      name: 'LeaseLost',
    });
    expect(updates(world)).toEqual([]);
  });

  it('tells who refuses, where EKS does not let it go back', async () => {
    const world = await worldWithCluster({ version: '1.35' }, lenient);
    const drive = driveStep(world, { step: controlPlane('1.34', 'back/'), action: 'rollBack' });
    await expect(drive.run()).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(
        /^EKS refuses to bring shop back to 1\.34: Unsupported .*mend it there$/,
      ),
    });
  });

  it('goes back, and waits while Auto Mode rolls its nodes back first', async () => {
    const autoMode = {
      computeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleArn: NODEGROUP.nodeRole },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    };
    for (const more of [{}, autoMode]) {
      const world = await worldWithCluster({ version: '1.34', ...more }, lenient);
      world.call('UpdateClusterVersion', { name: 'shop', version: '1.35' });
      await world.settle(minutes(60));
      const drive = driveStep(world, { step: controlPlane('1.34', 'back/'), action: 'rollBack' });
      expect(await drive.run()).toMatchObject({ outcome: 'Done' });
      expect(drive.begun).toEqual(['roll the control plane back to 1.34']);
      expect(cluster(world)).toMatchObject({ version: '1.34' });
    }
  });
});

describe('insights that stand in the way', () => {
  const strict: WorldOptions = { settings: { enforcesUpgradeInsights: true, unknownInsightProbability: 0 } };
  /** A cluster whose kube-proxy is so old that EKS's insight about it is red. */
  async function behind(): Promise<World> {
    const world = await worldWithCluster({ version: '1.34' }, strict);
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    world.call('CreateAddon', {
      clusterName: 'shop',
      addonName: 'coredns',
      addonVersion: 'v1.12.1-eksbuild.2',
    });
    await world.settle();
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.35', force: true });
    await world.settle();
    world.call('StartInsightsRefresh', { clusterName: 'shop' });
    await world.settle();
    return world;
  }
  const red = 'insight-error/EKS add-on version compatibility';
  const waiver = { finding: red, until: '2026-12-24T00:00:00Z', reason: 'known' };
  const waived = { waivers: [waiver], consents: ['skipInsights' as const] };
  const refreshed = /^refresh the insights/;

  it('are refreshed first, and are gone where the upgrade itself has mended them', async () => {
    const world = await behind();
    world.call('UpdateAddon', {
      clusterName: 'shop',
      addonName: 'coredns',
      addonVersion: 'v1.13.1-eksbuild.1',
    });
    await world.settle();
    const drive = driveStep(world, { step: controlPlane('1.36') });
    expect(await drive.run()).toMatchObject({ outcome: 'Done' });
    expect(drive.begun).toEqual([expect.stringMatching(refreshed), 'upgrade the control plane to 1.36']);
    expect(cluster(world)).toMatchObject({ version: '1.36' });
  });

  it('are refreshed once, though the task runs twice', async () => {
    const drive = driveStep(await behind(), { step: controlPlane('1.36') });
    expect(await drive.apply('upgrade-control-plane', 'controlPlane')).toMatchObject({ outcome: 'Applied' });
    expect(await drive.apply('upgrade-control-plane', 'controlPlane')).toEqual({ outcome: 'Unchanged' });
  });

  it('are gone past where somebody answers for them, after the refresh', async () => {
    const world = await behind();
    const drive = driveStep(world, { step: controlPlane('1.36'), request: waived });
    expect(await drive.run()).toMatchObject({ outcome: 'Done' });
    expect(drive.begun).toEqual([expect.stringMatching(refreshed), 'upgrade the control plane to 1.36']);
  });

  it.each([
    ['there is no consent', { ...waived, consents: [] }, /skipInsights/],
    ['nobody has waived them', { ...waived, waivers: [] }, /EKS add-on version compatibility/],
    [
      'the waiver has run out',
      { ...waived, waivers: [{ ...waiver, until: '2026-09-01T00:00:01Z' }] },
      /nobody has waived/,
    ],
  ])('end it where %s', async (_what, request, words) => {
    const world = await behind();
    const drive = driveStep(world, { step: controlPlane('1.36'), request });
    await expect(drive.run()).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(words),
    });
    expect(cluster(world)).toMatchObject({ version: '1.35' });
  });
});

const WELL: ProbeAnswer = { outcome: 'Answered', status: 200 };
const probed = () => ({
  health: { alarms: [], probes: [{ url: 'https://shop.example.com/', timeoutMs: 5000, failures: 3 }] },
});

describe('the steps of add-ons', () => {
  const step = { key: '1.35/addonsAfter', kind: 'addonsAfter' as const, to: '1.35' };
  const coredns = { name: 'coredns', after: 'v1.12.4-eksbuild.1' };
  const hop = { addons: [coredns, { name: 'kube-proxy', before: 'v1' }] };
  async function installed(more: Record<string, unknown> = {}): Promise<World> {
    const world = await worldWithCluster({ version: '1.34' }, lenient);
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    world.call('CreateAddon', {
      clusterName: 'shop',
      addonName: 'coredns',
      addonVersion: 'v1.12.1-eksbuild.2',
      ...more,
    });
    await world.settle();
    return world;
  }

  it('bring each to its pin, and keep its configuration', async () => {
    const configurationValues = '{"replicaCount":3}';
    const world = await installed({ configurationValues });
    const drive = driveStep(world, { step, hop });
    expect(await drive.run()).toMatchObject({ outcome: 'Done' });
    expect(drive.begun).toEqual(['bring add-on coredns to v1.12.4-eksbuild.1']);
    expect(addon(world)).toMatchObject({
      addonVersion: coredns.after,
      status: 'ACTIVE',
      configurationValues,
    });
  });

  it('change nothing twice, and nothing that is not in the plan', async () => {
    const world = await installed();
    const drive = driveStep(world, { step, hop });
    await drive.apply('upgrade-addon', 'addon/coredns');
    expect(await drive.apply('upgrade-addon', 'addon/coredns')).toEqual({ outcome: 'Unchanged' });
    await expect(drive.apply('upgrade-addon', 'addon/kube-proxy')).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  it('start nothing while an alarm is going, and end once it goes for too long', async () => {
    const world = await installed();
    const drive = driveStep(world, { step, hop, request: alarmed });
    drive.hold('slo', 'ALARM');
    const began = world.kernel.now();
    expect(await drive.run()).toMatchObject({
      outcome: 'Unhealthy',
      reason: expect.stringContaining('alarm slo has been going since'),
    });
    expect(world.kernel.now() - began).toBe(minutes(5));
    expect(drive.begun).toEqual([]);
  });

  it('ask a site once more right before a change, and make it where it is well by then', async () => {
    const world = await installed();
    const drive = driveStep(world, { step, hop, request: probed() });
    const failing = { outcome: 'Answered', status: 503 } as const;
    // The look that asks for the change is well, and the site fails until another minute has gone by.
    drive.sites.push(WELL, failing);
    expect(await drive.look()).toMatchObject({ start: [{ key: 'addon/coredns' }] });
    expect(await drive.apply('upgrade-addon', 'addon/coredns')).toEqual({ outcome: 'Unchanged' });
    expect(addon(world).addonVersion).toBe('v1.12.1-eksbuild.2');
    expect(await drive.apply('upgrade-addon', 'addon/coredns')).toMatchObject({ outcome: 'Applied' });
  });

  it('go on once the alarm has come to rest', async () => {
    const world = await installed();
    const drive = driveStep(world, { step, hop, request: alarmed });
    drive.hold('slo', 'ALARM');
    world.kernel.after(minutes(3), () => drive.hold('slo', 'OK'));
    expect(await drive.run()).toMatchObject({ outcome: 'Done' });
    expect(drive.begun).toHaveLength(1);
  });

  it('start nothing in a freeze that has begun since, and go on after it', async () => {
    const world = await installed();
    const freezes = [{ from: '2026-09-01', to: '2026-09-02', zone: 'UTC', stops: ['upgrade'] }];
    const document = fleetOf({ freezes, clusters: [{ select: {}, manage: 'all' }] });
    const fleets = [{ name: 'retail', document } as unknown as StoredFleet];
    const drive = driveStep(world, { step, hop, fleets });
    let begun: number | undefined;
    expect(
      await drive.run(() => {
        if (drive.begun.length > 0) begun ??= world.kernel.now();
      }),
    ).toMatchObject({ outcome: 'Done' });
    expect(drive.begun).toHaveLength(1);
    expect(begun).toBeGreaterThan(Date.parse('2026-09-02T00:00:00Z'));
    expect(begun).toBeLessThan(Date.parse('2026-09-03T02:00:00Z'));
    const back = driveStep(world, { step: controlPlane('1.34', 'back/'), action: 'rollBack', fleets });
    expect(await back.look()).toEqual({ outcome: 'Done', nodesLeft: [] });
  });

  it('start nothing that would still be under way when a freeze begins', async () => {
    const begunBefore = async (hours: number) => {
      const world = await worldWithCluster({ version: '1.34' }, lenient);
      const midnight = Math.ceil(world.kernel.now() / 86_400_000 + 1) * 86_400_000;
      const day = new Date(midnight).toISOString().slice(0, 10);
      const document = fleetOf({
        freezes: [{ from: day, to: day, zone: 'UTC', stops: ['upgrade'] }],
        clusters: [{ select: {}, manage: 'all' }],
      });
      await world.settle(midnight - hours * 3_600_000 - world.kernel.now());
      const fleets = [{ name: 'retail', document } as unknown as StoredFleet];
      const drive = driveStep(world, { step: controlPlane('1.35'), fleets });
      await drive.run();
      return Date.parse(updates(world)[0]?.createdAt?.toISOString() ?? '') - midnight;
    };
    // EKS may take 25 minutes, and may be busy by itself for half an hour before.
    expect(await begunBefore(1)).toBeLessThan(0);
    expect(await begunBefore(0.9)).toBeGreaterThanOrEqual(86_400_000);
  });

  it('fail where the alarm is gone', async () => {
    const world = await installed();
    const drive = driveStep(world, { step, hop, request: alarmed });
    expect(await drive.run()).toMatchObject({ outcome: 'Failed', failures: [{ key: 'alarm/slo' }] });
  });
});

describe('the soak', () => {
  const step = { key: '1.35/soak', kind: 'soak' as const, to: '1.35' };
  const soaked = { ...alarmed, soakMinutes: 30 };

  it('lasts as long as it was asked for', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const drive = driveStep(world, { step, request: soaked });
    drive.hold('slo', 'OK');
    const began = world.kernel.now();
    expect(await drive.run()).toMatchObject({ outcome: 'Done', looks: 31 });
    expect(world.kernel.now() - began).toBe(minutes(30));
  });

  it('ends soon after an alarm has gone for too long, and not for one that comes and goes', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const drive = driveStep(world, { step, request: soaked });
    drive.hold('slo', 'OK');
    for (const minute of [2, 10]) {
      world.kernel.after(minutes(minute), () => drive.hold('slo', 'ALARM'));
      world.kernel.after(minutes(minute + 4), () => drive.hold('slo', 'OK'));
    }
    world.kernel.after(minutes(20), () => drive.hold('slo', 'ALARM'));
    const began = world.kernel.now();
    expect(await drive.run()).toMatchObject({ outcome: 'Unhealthy' });
    expect(world.kernel.now() - began).toBeLessThanOrEqual(minutes(26));
    expect(world.kernel.now() - began).toBeGreaterThanOrEqual(minutes(25));
  });

  it('asks its sites with each look: one that fails soon after its beginning, for as many looks as it may', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const failing = { outcome: 'Failed', why: 'no answer came within 5000 ms' } as const;
    const ending = async (...sites: readonly ProbeAnswer[]) => {
      const drive = driveStep(world, { step, request: { ...probed(), soakMinutes: 30 } });
      drive.sites.push(...sites);
      const { outcome, looks } = await drive.run();
      return `${outcome} ${looks}`;
    };
    expect(await ending(WELL, WELL, failing, failing, failing)).toBe('Unhealthy 5');
    expect(await ending(WELL, failing, failing, WELL, failing, failing)).toBe('Done 31');
  });

  it('ends at the next look where somebody cancels the upgrade', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const drive = driveStep(world, { step, request: { soakMinutes: 30 } });
    const cancellation = { at: '', by: 'ann', reason: 'too late' };
    world.kernel.after(minutes(3), () => {
      for (const [id, record] of drive.records) drive.records.set(id, { ...record, cancellation });
    });
    expect(await drive.run()).toMatchObject({ outcome: 'Unhealthy', looks: 4 });
  });

  it('ends where another operation has taken the cluster over', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const drive = driveStep(world, { step, request: { soakMinutes: 30 } });
    for (const [arn, lease] of drive.leases) drive.leases.set(arn, { ...lease, epoch: 2 });
    await expect(drive.look()).rejects.toMatchObject({ name: 'LeaseLost' });
  });
});

describe('hooks', () => {
  const step = { key: '1.35/hookBefore', kind: 'hookBefore' as const, to: '1.35' };
  const arnOf = (service: string, kind: string) =>
    `arn:aws:${service}:us-east-1:111122223333:${kind}:eks-hook-check`;
  const asked = (arn: string) => ({ hooks: { before: { arn, timeoutMinutes: 10 } } });
  const machine = asked(arnOf('states', 'stateMachine'));
  const fn = asked(arnOf('lambda', 'function'));

  it('of a state machine are started once, and waited for', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const drive = driveStep(world, { step, request: machine });
    await drive.apply('run-hook', 'hook/before');
    expect(await drive.apply('run-hook', 'hook/before')).toEqual({ outcome: 'Unchanged' });
    expect(drive.hooks.asked).toEqual([
      {
        operationId: '6f1c2a30-1111-4222-8333-444455556666',
        step: '1.35/hookBefore',
        hook: 'before',
        cluster: 'shop',
        region: 'us-east-1',
        from: '1.34',
        to: '1.35',
      },
    ]);
    const [[name, run] = ['', undefined]] = drive.hooks.runs;
    const startedAt = run?.startedAt ?? '';
    expect(await drive.look()).toMatchObject({ outcome: 'Waiting', start: [] });
    drive.hooks.runs.set(name, { status: 'SUCCEEDED', startedAt });
    expect(await drive.look()).toEqual({ outcome: 'Done', nodesLeft: [] });
    drive.hooks.runs.set(name, { status: 'FAILED', startedAt, reason: 'Smoke' });
    expect(await drive.look()).toMatchObject({ outcome: 'Failed', failures: [{ key: 'hook/before' }] });
  });

  it('of a state machine whose end nobody can ask for are not begun', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const express = asked(`${arnOf('states', 'stateMachine')}-express`);
    const drive = driveStep(world, { step, request: express });
    await expect(drive.run()).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('Express'),
    });
    expect(drive.hooks.asked).toEqual([]);
  });

  it('of a function are asked until their answer is on record', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const drive = driveStep(world, { step, request: fn });
    expect(await drive.run()).toMatchObject({ outcome: 'Done', looks: 2 });
    expect(drive.hooks.asked).toHaveLength(1);
    const [record] = drive.records.values();
    expect(record).toMatchObject({ report: { steps: [{ key: step.key, answeredAt: expect.any(String) }] } });
  });
});

describe('the step that verifies', () => {
  const step = { key: '1.35/verify', kind: 'verify' as const, to: '1.35' };
  const taken = [controlPlane('1.35')];
  const api = { clusterName: 'shop', endpoint: '', certificateAuthority: '' };
  const web = (ready: number): ObservedController => ({
    ...{ kind: 'StatefulSet', namespace: 'shop', name: 'web', wanted: 1, ready },
    ...{ images: [], labels: {}, annotations: {}, managers: [] },
  });
  const workload = 'StatefulSet shop/web';
  /** A cluster whose one workload is ready from a time on. */
  function verifying(world: World, readyAfterMs: number, request = {}) {
    const began = world.kernel.now();
    const kubernetes = {
      nodes: async () => [],
      controllers: async () => [web(Number(world.kernel.now() - began >= readyAfterMs))],
      pods: async () => Promise.reject(new Error('nothing is counted by its pods')),
    };
    const plan = { api, workloads: { [workload]: 1 } };
    return { began, drive: driveStep(world, { step, taken, plan, kubernetes, request }) };
  }

  it('waits until workloads are as ready as they were', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const { began, drive } = verifying(world, minutes(3));
    expect(await drive.run()).toMatchObject({ outcome: 'Done' });
    expect(world.kernel.now() - began).toBe(minutes(3));
  });

  it('tells the nodes that stay where they were, and lists the pods of Fargate only for nodes of theirs', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const node = (name: string, type: string): ObservedNode => ({
      ...{ name, ready: true, cordoned: false, annotations: {}, kubeletVersion: 'v1.34.2-eks-1' },
      labels: { 'eks.amazonaws.com/compute-type': type },
    });
    const lists: unknown[] = [];
    const seeing = (nodes: readonly ObservedNode[]) =>
      driveStep(world, {
        ...{ step, taken, plan: { api } },
        kubernetes: {
          nodes: async () => nodes,
          controllers: async () => [],
          pods: async (_api, selection) => {
            lists.push(selection);
            return [];
          },
        },
      }).run();
    const hybrid = { what: 'hybrid nodes', count: 1, version: '1.34', names: ['rack-1'] };
    expect(await seeing([node('rack-1', 'hybrid')])).toMatchObject({ outcome: 'Done', nodesLeft: [hybrid] });
    expect(lists).toEqual([]);
    const answer = await seeing([node('rack-1', 'hybrid'), node('fargate-1', 'fargate')]);
    expect(answer).toMatchObject({ nodesLeft: [{ what: 'Fargate' }, hybrid] });
    expect(lists).toEqual([{ fieldSelector: 'spec.schedulerName=fargate-scheduler' }]);
  });

  it('says after a quarter of an hour all that is missing', async () => {
    const world = await worldWithCluster({ version: '1.34' });
    const { began, drive } = verifying(world, minutes(60), alarmed);
    drive.hold('slo', 'ALARM');
    const answer = await drive.run();
    expect(answer).toMatchObject({
      outcome: 'Failed',
      failures: [
        { key: 'verify/controlPlane' },
        { key: `verify/workload/${workload}` },
        { key: 'verify/health' },
      ],
    });
    expect(world.kernel.now() - began).toBeGreaterThan(minutes(15));
    expect(world.kernel.now() - began).toBeLessThan(minutes(16));
  });

  it('takes an API that does not answer for no answer yet', async () => {
    const world = await worldWithCluster({ version: '1.35' });
    const refused = async () => Promise.reject(new TaskError('KubernetesUnreachable', 'no route'));
    const kubernetes = { nodes: refused, controllers: refused, pods: refused };
    const drive = driveStep(world, { step, taken, plan: { api }, kubernetes });
    expect(await drive.run()).toMatchObject({
      outcome: 'Failed',
      failures: [{ key: 'verify/workloads', reason: expect.stringContaining('no route') }],
    });
  });
});
