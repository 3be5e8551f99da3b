import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';
import {
  ADDRESSES,
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

const { simulate } = deployedFleet({ seed: 11, regions: [W, P, S], keepCalls: true });

/** An account that may run five nodes of the shop. */
const narrow = deployedFleet({
  ...{ seed: 11, regions: [W, P, S], keepCalls: true },
  settings: { quotas: { 'ec2/on-demand-standard-vcpus': 10 } },
});

type Json = Readonly<Record<string, unknown>>;
interface Readiness {
  readonly ready: boolean;
  readonly broke: readonly string[];
  readonly mended: readonly string[];
  readonly warnings?: readonly string[];
}

const hours = (count: number): Step => ({ wait: count * 3600 });
const apply = (...plans: readonly object[]): Step => ({
  applyFleet:
    plans.length > 0
      ? fleetWith(...plans).value
      : { ...fleetWith().value, spec: { home: W, regions: [P, S, W] } },
});

/** A cluster whose group is another one. */
function clusterWith(region: typeof P | typeof S, group: object) {
  const { value, source } = clusterIn(region);
  const managedNodeGroups = [{ name: 'web', instanceTypes: ['m6i.large'], desiredCapacity: 1, ...group }];
  return { source, value: { ...value, managedNodeGroups } };
}

const callsOf = ({ calls = [] }: SimulationReport, operation: string) =>
  calls.filter((call) => call.operation === operation);
const inputsOf = (report: SimulationReport, operation: string): readonly Json[] =>
  callsOf(report, operation).map(({ input }) => input as Json);
/** Bytes come out of the simulation's process by their places. */
const bodyOf = ({ Body }: Json): string =>
  new TextDecoder().decode(Uint8Array.from(Object.values(Body as Record<string, number>)));
const readinessIn = (report: SimulationReport): readonly Readiness[] =>
  inputsOf(report, 'PutEvents')
    .flatMap(({ Entries }) => Entries as readonly { DetailType: string; Detail: string }[])
    .filter(({ DetailType }) => DetailType === 'FailoverReadinessChanged')
    .map(({ Detail }) => JSON.parse(Detail) as Readiness);
/** Readiness as it was told, one after the other; two runs side by side may tell the same at once. */
const newsIn = (report: SimulationReport): readonly string[] =>
  readinessIn(report)
    .map(({ ready, broke }) => (ready ? 'ready' : broke.join('; ')))
    .filter((one, index, all) => one !== all[index - 1]);
/** The reasons for which observers and preparation woke people. */
const heldIn = (report: SimulationReport): readonly string[] =>
  inputsOf(report, 'PutEvents')
    .flatMap(({ Entries }) => Entries as readonly { DetailType: string; Detail: string }[])
    .filter(({ DetailType }) => DetailType === 'FailoverHeld')
    .map(({ Detail }) => (JSON.parse(Detail) as { why: string }).why);
/** Stacks of preparation by a call, with the region. */
const stacksIn = (report: SimulationReport, operation: string): readonly string[] =>
  callsOf(report, operation)
    .map(({ region, input }) => `${region} ${(input as Json).StackName}`)
    .filter((name) => / eks-fleet-prod-(guard|words|failover)/.test(name))
    .sort();
/** The health checks of the records that changes have put, by set. */
const checksPut = (report: SimulationReport): readonly unknown[] =>
  inputsOf(report, 'ChangeResourceRecordSets').map(({ ChangeBatch }) =>
    (ChangeBatch as { Changes: readonly { Action: string; ResourceRecordSet: Json }[] }).Changes.map(
      ({ Action, ResourceRecordSet: { SetIdentifier, HealthCheckId } }) =>
        `${Action} ${SetIdentifier} ${HealthCheckId === undefined ? 'without' : 'with'} a check`,
    ),
  );

const GUARD = `eks-fleet-prod-guard-${[P, S, W].sort().join('-')}`;
const WORDS = [`${S} eks-fleet-prod-words`, `${W} eks-fleet-prod-words`];

describe('preparation of failover plans', () => {
  it('holds a plan for ready while its primary is lost, and with it the control plane of Route 53', async () => {
    const report = await simulate([
      ...laid,
      apply(planOf()),
      hours(0.5),
      { fault: { kind: 'region-down', region: P, forSeconds: 3000 } },
      hours(1.5),
    ]);
    expect(newsIn(report)).toEqual(['ready']);
  }, 120_000);

  it('makes all that a plan needs, says that it is ready, and changes nothing in the hours after', async () => {
    const report = await simulate([...laid, apply(planOf()), hours(3)]);
    expect(newsIn(report)).toEqual(['ready']);
    expect(heldIn(report)).toEqual([]);
    expect(stacksIn(report, 'CreateStack')).toEqual(
      [`${S} ${GUARD}`, `${S} eks-fleet-prod-failover-shop`, ...WORDS].sort(),
    );
    // Guard is protected from deletion once it is there.
    expect(stacksIn(report, 'UpdateStack')).toEqual([`${S} ${GUARD}`]);
    expect(callsOf(report, 'PutObject').map(({ input }) => bodyOf(input as Json))).toEqual([
      'primary\nepoch 1\n',
      'primary\nepoch 1\n',
    ]);
    expect(checksPut(report)).toEqual([['DELETE east without a check', 'CREATE east with a check']]);
    expect(
      callsOf(report, 'CreateSchedule')
        .map(({ region, input }) => `${region} ${(input as Json).Name} ${(input as Json).ScheduleExpression}`)
        .sort(),
    ).toEqual(
      [S, W]
        .flatMap((region) => [`${region} prepare rate(15 minutes)`, `${region} watch rate(1 minute)`])
        .sort(),
    );
  }, 120_000);

  it('takes all of it away with the plan but Guard, the check before the stack that has it', async () => {
    const report = await simulate([...laid, apply(planOf()), hours(1), apply(), hours(2)]);
    expect(checksPut(report).at(-1)).toEqual(['DELETE east with a check', 'CREATE east without a check']);
    expect(stacksIn(report, 'DeleteStack')).toEqual([`${S} eks-fleet-prod-failover-shop`, ...WORDS].sort());
    expect(callsOf(report, 'DeleteObject')).toHaveLength(2);
    expect(callsOf(report, 'DeleteSchedule')).toHaveLength(4);
    const order = (report.calls ?? []).map(
      ({ operation, input }) => `${operation} ${(input as Json).StackName ?? ''}`,
    );
    expect(order.lastIndexOf('ChangeResourceRecordSets ')).toBeLessThan(
      order.indexOf('DeleteStack eks-fleet-prod-failover-shop'),
    );
  }, 120_000);

  it('leaves the check where it is while the standby serves, though no document has the plan any more', async () => {
    const report = await simulate([
      ...laid,
      apply(planOf()),
      hours(1),
      { failover: { plan: 'shop', region: S, to: 'standby', planned: true } } as never,
      { wait: 900 },
      apply(),
      hours(1),
      { clients: { name: 'shop.example.com', requestsPerSecond: 10, retries: 0 } },
      { wait: 120 },
    ]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    expect(checksPut(report)).toHaveLength(1);
    expect(stacksIn(report, 'DeleteStack')).toEqual([]);
    expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[S]]: 1 });
  }, 120_000);

  it('tells of records that it must not touch, and of those that are not there', async () => {
    const record = (name: string, failover: 'PRIMARY' | 'SECONDARY', more: object = {}) => ({
      ...{ name, type: 'A' as const, ttl: 30, failover, values: [ADDRESSES[P]] },
      ...{ setIdentifier: failover.toLowerCase() },
      ...more,
    });
    const config = { Type: 'HTTPS', FullyQualifiedDomainName: 'east.shop.example.org' };
    const report = await simulate([
      { apply: [clusterIn(P), clusterIn(S)] },
      ...[deploymentIn(P), deploymentIn(S)],
      {
        hostedZone: {
          name: 'example.com',
          checks: [{ id: 'theirs', config }],
          records: [
            record('theirs.example.com', 'PRIMARY', { check: 'theirs' }),
            record('theirs.example.com', 'SECONDARY'),
            record('slow.example.com', 'PRIMARY', { ttl: 300 }),
            record('slow.example.com', 'SECONDARY', { ttl: 300 }),
          ],
        },
      },
      apply(
        planOf({
          traffic: {
            records: ['theirs.example.com', 'slow.example.com', 'none.example.com', 'shop.example.net'],
          },
        }),
      ),
      hours(1),
    ]);
    const [first] = readinessIn(report);
    expect(first?.ready).toBe(false);
    expect(first?.broke).toEqual([
      expect.stringMatching(
        /^traffic: the primary record of theirs.example.com \(A\) has health check .* not the plan's$/,
      ),
      'traffic: the primary record of slow.example.com (A) has a TTL of 300 s, allowed 60',
      'traffic: the secondary record of slow.example.com (A) has a TTL of 300 s, allowed 60',
      'traffic: none.example.com has no failover pair of records',
      'traffic: this account has no public hosted zone of shop.example.net',
    ]);
    expect(checksPut(report)).toEqual([['DELETE primary without a check', 'CREATE primary with a check']]);
  }, 120_000);

  it('wakes people once for a plan that was never ready', async () => {
    const [, ...others] = laid;
    const report = await simulate([
      { apply: [clusterIn(P, 4), clusterWith(S, { maxSize: 3 })] },
      ...others,
      apply(planOf()),
      hours(1),
    ]);
    expect(heldIn(report)).toEqual([
      expect.stringMatching(/was never ready: node group web of shop-west has a maxSize of 3, and 4 nodes/),
    ]);
  }, 120_000);

  it('tells what somebody has changed by hand on one side, and what was mended', async () => {
    const operators = 'arn:aws:iam::111122223333:role/operators';
    const byHand = (region: string, operation: string, request: Record<string, string>): Step => ({
      administrator: { region, calls: [{ service: 'eks', operation, request }] },
    });
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
    };
    const role = { RoleName: 'operators', AssumeRolePolicyDocument: JSON.stringify(trust) };
    const entry = { clusterName: 'shop-east', principalArn: operators };
    const report = await simulate([
      ...laid,
      { administrator: { region: P, calls: [{ service: 'iam', operation: 'CreateRole', request: role }] } },
      apply(planOf()),
      hours(1),
      byHand(S, 'DeleteAddon', { clusterName: 'shop-west', addonName: 'metrics-server' }),
      byHand(P, 'CreateAccessEntry', entry),
      hours(1),
      byHand(P, 'DeleteAccessEntry', entry),
      { fault: { kind: 'region-down', region: P, forSeconds: 3000 } },
      hours(1),
    ]);
    const east = 'shop-east in us-east-1';
    const access = `parity, beside traffic: ${operators} has access to ${east}, and none to shop-west in us-west-2`;
    const news = readinessIn(report).map(({ broke, mended }) => ({ broke, mended }));
    // Two runs side by side tell the first look at once.
    expect(news.filter(({ broke, mended }) => broke.length + mended.length > 0)).toEqual([
      {
        broke: [
          expect.stringMatching(
            /^parity: shop-west in us-west-2 has no add-on metrics-server, and shop-east/,
          ),
        ],
        mended: [],
      },
    ]);
    // People without access keep no client from being served.
    expect(readinessIn(report).flatMap(({ warnings = [] }) => warnings)).toContain(access);
  }, 120_000);

  it('tells of vCPUs that the account may not run beside those of the standby', async () => {
    const report = await narrow.simulate([
      ...laid,
      apply(planOf({ capacity: { nodeGroups: { web: 6 } } })),
      hours(1),
    ]);
    expect(readinessIn(report)[0]?.broke).toEqual([
      'room: this account may run 10 vCPUs on demand in us-west-2, runs 4, and 8 are to come',
    ]);
  }, 120_000);

  it('tells what breaks, and what is mended: a cluster, a Deployment that is not there, a group that is too small', async () => {
    const report = await simulate([
      { apply: [clusterIn(P, 4)] },
      deploymentIn(P),
      hostedZone,
      apply(planOf()),
      hours(1),
      { apply: [clusterWith(S, { maxSize: 3 })] },
      hours(1),
    ]);
    const facts = readinessIn(report);
    expect(facts[0]?.broke).toEqual(['there is no cluster shop-west in us-west-2']);
    expect(facts.flatMap(({ mended }) => mended)).toContain('there is no cluster shop-west in us-west-2');
    expect(facts.at(-1)).toMatchObject({
      ready: false,
      unready: [
        'node group web of shop-west has a maxSize of 3, and 4 nodes are wanted',
        'shop-west has no Deployment default/shop, of which 2 replicas are wanted',
      ],
    });
  }, 120_000);
});

describe('a step of a plan', () => {
  it('that is not there keeps it from being ready, whichever kind it is', async () => {
    const account = '111122223333';
    const report = await simulate([
      ...laid,
      apply(
        planOf({
          beforeTraffic: [
            {
              name: 'warm',
              functionArn: `arn:aws:lambda:${S}:${account}:function:eks-hook-warm`,
              timeout: '5m',
            },
            {
              ...{ name: 'look', timeout: '5m' },
              stateMachineArn: `arn:aws:states:${S}:${account}:stateMachine:eks-hook-look`,
            },
          ],
        }),
      ),
      hours(1),
    ]);
    const broke = readinessIn(report).flatMap((one) => one.broke);
    expect(broke).toContainEqual(expect.stringMatching(/^step warm: Function not found: .*eks-hook-warm/));
    expect(broke).toContainEqual(
      expect.stringMatching(/^step look: State Machine Does Not Exist: .*eks-hook-look/),
    );
  });
});

describe('workloads of a plan', () => {
  it('are told of by name where an autoscaler would lower them, or a CronJob is on one side alone', async () => {
    const planted = (cluster: string, region: string, ...manifests: readonly object[]): Step =>
      ({ workloads: { cluster, region, manifests } }) as never;
    const metadata = { name: 'shop', namespace: 'default' };
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' };
    const report = await simulate([
      ...laid,
      planted('shop-east', P, {
        ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { ...metadata, name: 'clean' } },
        spec: { schedule: '0 3 * * *' },
      }),
      planted('shop-west', S, {
        ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata },
        spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 9 },
      }),
      apply(planOf({ capacity: { replicas: { 'default/shop': 4 } } })),
      hours(1),
    ]);
    expect(readinessIn(report).flatMap(({ broke }) => broke)).toContainEqual(
      expect.stringMatching(
        /default\/shop of shop-west is too small, 4 .*lower it to 1: raise its minReplicas to 4/,
      ),
    );
    expect(readinessIn(report).flatMap(({ warnings = [] }) => warnings)).toContain(
      'CronJob default/clean of shop-east is not on shop-west',
    );
  });
});
