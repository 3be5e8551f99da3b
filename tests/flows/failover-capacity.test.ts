import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import {
  application,
  clusterIn,
  deploymentIn,
  fleetWith,
  hostedZone,
  laid,
  P,
  planOf,
  S,
  W,
} from './failover.fixtures.ts';

const { run, simulate } = deployedFleet({ seed: 41, regions: [W, P, S], keepCalls: true, seam: 'direct' });

const accepted: Step = {
  acceptCapacity: { plan: 'shop', region: S, regions: [P, S, W], by: 'ann', reason: 'two will do' },
} as never;

/** A move to a standby that is to have five nodes and has two, in a region where EC2 has no more of them. */
const short = async (capacity: object, ...then: readonly Step[]) =>
  simulate([
    ...laid,
    { applyFleet: fleetWith(planOf({ capacity: { nodeGroups: { web: 5 }, ...capacity } })).value } as never,
    { wait: 2700 },
    { fault: { kind: 'region-down', region: P, forSeconds: 900 } },
    { fault: { kind: 'capacity-shortage', region: S, forSeconds: 1200 } },
    { wait: 20 },
    {
      failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' },
      followForSeconds: 400,
    } as never,
    ...then,
  ]);
type Report = Awaited<ReturnType<typeof short>>;

const told = (report: Report, fact: string) =>
  (report.calls ?? [])
    .flatMap(({ input }) => (input as { Entries?: { DetailType: string; Detail: string }[] }).Entries ?? [])
    .filter(({ DetailType }) => DetailType === fact)
    .map(({ Detail }) => JSON.parse(Detail));
const aboutCapacity = (report: Report) =>
  told(report, 'FailoverAsked').filter(({ why }) => why.includes('waits for capacity'));

describe('a standby whose nodes do not start', () => {
  it('is asked about once, with its numbers and why, and waited for on', async () => {
    const report = await short({}, { wait: 1200 });
    expect(aboutCapacity(report)).toMatchObject([
      {
        plan: 'shop',
        region: S,
        why: expect.stringMatching(/2 of 5 nodes of web are ready \(.*capacity/i),
        command: expect.stringContaining('eks-fleet failover shop --accept-capacity'),
      },
    ]);
    // EC2 has nodes again after 20 minutes.
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeGreaterThan(1100);
  });

  it('serves all the same where launches fail at the source and are throttled at the target', async () => {
    const report = await simulate([
      ...laid,
      {
        applyFleet: fleetWith(planOf({ capacity: { nodeGroups: { web: 5 }, whenShort: 'wait' } })).value,
      } as never,
      { wait: 2700 },
      { fault: { kind: 'capacity-shortage', region: P, forSeconds: 3600 } },
      { fault: { kind: 'service-down', region: P, service: 'sites', forSeconds: 3600 } },
      { fault: { kind: 'capacity-shortage', region: S, forSeconds: 200 } },
      {
        fault: {
          kind: 'throttle',
          ...{ functionName: 'failoverRaiseNodeGroup', operation: 'UpdateNodegroupConfig', times: 4 },
        },
      },
      {
        failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' },
        followForSeconds: 900,
      } as never,
    ]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded', to: 'standby' }]);
    expect(report.failovers[0]?.phases.find(({ name }) => name === 'capacity')?.seconds).toBeGreaterThan(150);
    expect(aboutCapacity(report)).toEqual([]);
  });

  it('serves with what is there once a person says so', async () => {
    const report = await short({ waitFor: '1m' }, accepted, { wait: 1200 });
    expect(aboutCapacity(report)).toHaveLength(1);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeLessThan(450);
    expect(told(report, 'FailedOver')).toMatchObject([
      {
        notes: [expect.stringMatching(/below its floor, as ann said .*\(two will do\): 2 of 5 nodes of web/)],
      },
    ]);
  });

  it('serves with what is there after so long where the plan says so, and nobody is asked', async () => {
    const report = await short({ whenShort: 'moveAnyway', waitFor: '2m' }, { wait: 1200 });
    expect(aboutCapacity(report)).toEqual([]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeGreaterThan(119);
    expect(seconds).toBeLessThan(150);
    expect(told(report, 'FailedOver')).toMatchObject([
      { notes: [expect.stringContaining('after 120 s, as the plan says: 2 of 5 nodes of web')] },
    ]);
  });

  it('is waited for as long as it takes where the plan says so', async () => {
    const report = await short({ whenShort: 'wait' }, { wait: 1200 });
    expect(aboutCapacity(report)).toEqual([]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
  });
});

/** A move to a standby with one replica of two, which somebody puts back to one whenever it is raised. */
const keptSmall = async (
  labels: Readonly<Record<string, string>>,
  capacity: object,
  ...then: readonly Step[]
) => {
  const { workloads } = deploymentIn(S, 1) as unknown as {
    workloads: { manifests: readonly { metadata: object }[] };
  };
  const manifests = workloads.manifests.map((one) => ({ ...one, metadata: { ...one.metadata, labels } }));
  return simulate([
    { apply: [clusterIn(P), clusterIn(S)] },
    deploymentIn(P),
    { workloads: { ...workloads, manifests, selfHeals: true } } as never,
    { wait: 300 },
    ...[application(P), application(S, 1), hostedZone],
    { applyFleet: fleetWith(planOf({ capacity })).value } as never,
    { wait: 1800 },
    { fault: { kind: 'region-down', region: P, forSeconds: 900 } },
    { wait: 20 },
    {
      failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' },
      followForSeconds: 400,
    } as never,
    ...then,
    { wait: 600 },
  ]);
};

describe('a standby whose replicas somebody else keeps', () => {
  it('is left to Git, which is told before and with the move', async () => {
    const labels = { 'argocd.argoproj.io/instance': 'shop' };
    const report = await keptSmall(labels, { whenShort: 'moveAnyway', waitFor: '1m' });
    const kept = 'shop of Argo CD keeps it at 1: raise it in Git';
    expect(told(report, 'FailoverReadinessChanged').flatMap(({ unready }) => unready)).toContainEqual(
      expect.stringContaining(
        `Deployment default/shop of shop-west is too small, 2 replicas are wanted (${kept})`,
      ),
    );
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    expect(told(report, 'FailedOver')).toMatchObject([
      { notes: [expect.stringContaining(`1 of 2 pods of default/shop are ready (${kept})`)] },
    ]);
  });

  it('is asked about where they are put back again and again, and not raised for ever', async () => {
    // So many pods are never all ready before they are put back (pods start within 25 s, healing takes 20 at most).
    const capacity = { waitFor: '2m', replicas: { 'default/shop': 1000 } };
    const report = await keptSmall({}, capacity, accepted);
    expect(aboutCapacity(report)).toMatchObject([
      { why: expect.stringMatching(/\d+ of 1000 pods of default\/shop are ready/) },
    ]);
  });

  it('serves once its floor is there, whoever lowers the rest', async () => {
    const report = await keptSmall({}, { floorPercent: 50 });
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeLessThan(90);
  });
});

describe('a standby whose node group EKS updates', () => {
  it('gets its nodes of Auto Scaling: EKS would refuse them until the update has ended', async () => {
    const report = await run([
      ...laid,
      { applyFleet: fleetWith(planOf({ capacity: { nodeGroups: { web: 5 } } })).value } as never,
      { wait: 2700 },
      {
        upgrade: {
          cluster: 'shop-west',
          region: S,
          request: { action: 'upgrade', to: '1.35', soakMinutes: 0 },
        },
        // The control plane and add-ons are done by then, and its nodes are being replaced.
        followForSeconds: 1500,
      } as never,
      { fault: { kind: 'region-down', region: P, forSeconds: 900 } },
      { wait: 20 },
      {
        failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' },
        followForSeconds: 900,
      } as never,
      { wait: 7200 },
    ]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeLessThan(240);
    const calls = report.calls ?? [];
    const asked = calls.filter(({ operation }) => operation === 'UpdateAutoScalingGroup');
    // Six nodes, two for each of three zones, are the update's own and go with its end.
    expect(asked).toMatchObject([{ input: { DesiredCapacity: 5 + 6 } }]);
    expect(calls.filter(({ operation }) => operation === 'UpdateNodegroupVersion')).toHaveLength(1);
    expect(calls.filter(({ operation }) => operation === 'UpdateNodegroupConfig')).toEqual([]);
  });
});

describe('workloads of a plan with an order', () => {
  const deployments = (region: typeof P | typeof S, replicas: number): Step => {
    const { workloads } = deploymentIn(region, replicas) as unknown as {
      workloads: { manifests: readonly { metadata: object; spec: object }[] };
    };
    const [shop] = workloads.manifests;
    const labels = { matchLabels: { app: 'db' } };
    const template = { metadata: { labels: labels.matchLabels }, spec: { containers: [] } };
    const db = {
      ...{ ...shop, metadata: { name: 'db', namespace: 'default' } },
      spec: { replicas, selector: labels, template },
    };
    return { workloads: { ...workloads, manifests: [shop, db] } } as never;
  };

  it('are raised one after the other, each once the one before is ready', async () => {
    const report = await simulate([
      { apply: [clusterIn(P), clusterIn(S)] },
      ...[deployments(P, 3), deployments(S, 1), { wait: 300 } as Step],
      ...[application(P), application(S, 1), hostedZone],
      {
        applyFleet: fleetWith(planOf({ move: { select: { namespace: 'default' }, order: ['db'] } })).value,
      } as never,
      { wait: 1800 },
      {
        failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' },
        followForSeconds: 900,
      } as never,
    ]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const scaled = (report.calls ?? []).filter(({ operation }) => operation === 'PatchDeploymentsScale');
    const paths = scaled.map(({ input }) => (input as { path: string }).path.split('/')[7]);
    expect(paths).toEqual(['db', 'shop']);
  });
});
