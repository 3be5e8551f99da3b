import { describe, expect, it } from '@jest/globals';
import { drillExpression } from '../../domain/failover/drill/times.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import {
  ADDRESSES,
  application,
  clusterIn,
  deploymentIn,
  fleetWith,
  hostedZone,
  P,
  planOf,
  S,
  W,
} from './failover.fixtures.ts';

const { simulate } = deployedFleet({ seed: 47, regions: [W, P, S], keepCalls: true, seam: 'direct' });

/** Both sides are up, the standby with so many nodes and pods of three, and the plan is prepared. */
const standing = (size: number, more: object = {}): readonly Step[] =>
  [
    { apply: [clusterIn(P, 3), clusterIn(S, size)] },
    ...[deploymentIn(P, 3), deploymentIn(S, size), { wait: 300 }],
    ...[application(P, 3), application(S, size), hostedZone],
    { applyFleet: fleetWith(planOf({ drill: 'monthly', ...more })).value },
    { wait: 1800 },
    { clients: { name: 'shop.example.com', requestsPerSecond: 100, retries: 0 } },
    { wait: 60 },
  ] as never;
const drilled = (more: object = {}, follow: object = {}): Step =>
  ({ drill: { plan: 'shop', region: S, reason: 'a test', ...more }, ...follow }) as never;
const lost = (forSeconds: number): Step => ({ fault: { kind: 'region-down', region: P, forSeconds } });

type Report = Awaited<ReturnType<typeof simulate>>;
const told = (report: Report, fact: string) =>
  (report.calls ?? [])
    .flatMap(({ input }) => (input as { Entries?: { DetailType: string; Detail: string }[] }).Entries ?? [])
    .filter(({ DetailType }) => DetailType === fact)
    .map(({ Detail }) => JSON.parse(Detail));
/** The nodes that a group of the standby was to have, change by change. */
const sizesAsked = (report: Report) =>
  (report.calls ?? [])
    .filter(({ operation }) => operation === 'UpdateNodegroupConfig')
    .map(({ input }) => (input as { scalingConfig: { desiredSize?: number } }).scalingConfig.desiredSize);

describe('a drill of a failover plan', () => {
  it('measures a warm standby against its plan, and moves nobody', async () => {
    const report = await simulate([...standing(3), drilled(), { wait: 600 }]);
    const [fact] = told(report, 'FailoverDrilled');
    expect(report.operations.at(-1)).toMatchObject({ kind: 'drill', outcome: 'Succeeded' });
    expect(fact).toMatchObject({ plan: 'shop', objectiveSeconds: 300, short: [], notes: [] });
    expect(fact.phases.map(({ name }: { name: string }) => name)).toContain('verify');
    expect(fact.seconds).toBeGreaterThan(60);
    // The shadow pair was led to the standby by name servers, which takes two checks and their publication.
    const verified = fact.phases.find(({ name }: { name: string }) => name === 'verify').seconds;
    expect(verified).toBeGreaterThan(5);
    expect(sizesAsked(report)).toEqual([]);
    expect(report.failovers).toEqual([]);
    expect(report.clients?.[0]).toMatchObject({ requestsLostPercent: 0 });
    expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[P]]: 1 });
  });

  it('raises a pilot light, and puts nodes and pods back as they were', async () => {
    const report = await simulate([...standing(1, { rto: '15m' }), drilled(), { wait: 900 }]);
    expect(told(report, 'FailoverDrilled')).toMatchObject([{ short: [] }]);
    expect(sizesAsked(report)).toEqual([3, 1]);
  });

  it('ends with a real failover, which keeps what was raised', async () => {
    const automatic = { mode: 'automatic', rto: '15m', fence: { selfFencing: { leaseSeconds: 10 } } };
    const report = await simulate([
      ...standing(1, automatic),
      drilled({ staysSeconds: 3600 }, { followForSeconds: 300 }),
      ...[lost(1800), { wait: 3000 } as Step],
    ]);
    expect(report.failovers).toMatchObject([{ plan: 'shop', epoch: 2, outcome: 'Succeeded' }]);
    expect(report.operations.find(({ kind }) => kind === 'drill')).toMatchObject({ outcome: 'Superseded' });
    expect(told(report, 'FailoverDrillSuperseded')).toMatchObject([{ cluster: { name: 'shop-west' } }]);
    expect(told(report, 'FailoverDrillFailed')).toEqual([]);
    const [{ phases = [] } = {}] = report.failovers;
    const seconds = Object.fromEntries(phases.map((phase) => [phase.name, phase.seconds]));
    const { claim = 99, fence = 0, capacity = 0 } = seconds;
    // A task of the drill's may be at work for half a minute: claim and fence do not wait for it, and the capacity does.
    expect(claim).toBeLessThan(5);
    expect(fence).toBeLessThan(18);
    expect(claim + fence + capacity).toBeGreaterThanOrEqual(30);
    expect(claim + fence + capacity).toBeLessThan(35);
    expect(sizesAsked(report)).toEqual([3]);
    expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[S]]: 1 });
  });

  it('is told as superseded also where its execution was stopped before it could tell', async () => {
    const report = await simulate([
      ...standing(3),
      drilled({ staysSeconds: 600 }, { followForSeconds: 120 }),
      { fault: { kind: 'stop-execution', state: 'PublishSuperseded' } },
      { failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' } },
      { wait: 900 },
    ] as never);
    expect(report.operations.find(({ kind }) => kind === 'drill')).toMatchObject({ outcome: 'Superseded' });
    expect(told(report, 'FailoverDrillSuperseded')).toHaveLength(1);
    expect(told(report, 'FailoverDrillFailed')).toEqual([]);
  });

  it('leaves what a person gives the standby meanwhile, and says so', async () => {
    const more = { nodegroupName: 'web', clusterName: 'shop-west', scalingConfig: { desiredSize: 5 } };
    const report = await simulate([
      ...standing(1, { rto: '15m' }),
      drilled({ staysSeconds: 1200 }, { followForSeconds: 600 }),
      {
        administrator: {
          region: S,
          calls: [{ service: 'eks', operation: 'UpdateNodegroupConfig', request: more }],
        },
      },
      { wait: 1800 },
    ] as never);
    const [fact] = told(report, 'FailoverDrilled');
    expect(fact.notes).toContain('node group web was changed during the drill, and is left at 5: it had 1');
    expect(sizesAsked(report)).toEqual([3]);
  });

  it('is put back where nodes do not start, and says so', async () => {
    const report = await simulate([
      ...standing(1, { rto: '15m', capacity: { waitFor: '1m' } }),
      { fault: { kind: 'capacity-shortage', region: S, forSeconds: 3600 } },
      drilled(),
      { wait: 900 },
    ]);
    const [fact] = told(report, 'FailoverDrilled');
    expect(fact.short.join()).toMatch(/of 3 nodes of web are ready/);
    expect(sizesAsked(report)).toEqual([3, 1]);
    expect(told(report, 'FailoverAsked')).toEqual([]);
  });

  it.each([
    ['of a plan without drills', { drill: undefined }, /has no drill in its document/, []],
    [
      'while the standby serves',
      {},
      /the standby of shop serves/,
      [{ failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' } }, { wait: 300 }],
    ],
  ])('is refused %s', async (_when, more, why, before) => {
    const report = await simulate([...standing(3, more), ...(before as Step[]), drilled()]);
    expect(report.refused.map(({ reason }) => reason).join()).toMatch(why);
    expect(told(report, 'FailoverDrilled')).toEqual([]);
  });
});

describe('a drill at the time of its document', () => {
  const cron = drillExpression({ name: 'shop', drill: 'monthly' }) ?? '';
  const [minute = 0, hour = 0, day = 1] = (cron.match(/\d+/g) ?? []).map(Number);
  const due = Date.UTC(2027, 0, day, hour, minute);
  /** The plan is prepared within an hour. */
  const simulation = deployedFleet({
    ...{ seed: 47, regions: [W, P, S], keepCalls: true, seam: 'direct' },
    startAt: new Date(due - 75 * 60_000).toISOString(),
  });

  it('is held once, however often its request is put', async () => {
    const again = drilled({ scheduledAt: new Date(due).toISOString(), reason: undefined });
    const report = await simulation.simulate([
      ...standing(3),
      { wait: 900 },
      again,
      { wait: 300 },
      again,
    ] as never);
    expect(told(report, 'FailoverDrilled')).toHaveLength(1);
    expect(told(report, 'FailoverDrillSkipped').map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^shop was drilled within the hour already/),
      expect.stringMatching(/^shop was drilled within the hour already/),
    ]);
  });
});
