import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

const [HOME, STANDBY, PRIMARY] = ['us-east-2', 'us-west-2', 'us-east-1'];
const regions = [HOME, STANDBY, PRIMARY];
type Json = Readonly<Record<string, unknown>>;

const clusterIn = (name: string, region: string, maxSize: number) => ({
  source: `${name}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region, version: '1.34' },
    managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize }],
  },
});
const deployment: Step = {
  workloads: {
    ...{ cluster: 'shop-east', region: PRIMARY },
    manifests: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shop', namespace: 'default' },
        spec: { replicas: 3, template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [] } } },
      },
    ],
  } as never,
};

const pair = (name: string, ttl = 30) => [
  { name, type: 'A', ttl, values: ['198.51.100.1'], failover: 'PRIMARY', setIdentifier: 'east' },
  { name, type: 'A', ttl, values: ['198.51.100.2'], failover: 'SECONDARY', setIdentifier: 'west' },
];
const zone = { hostedZone: { name: 'example.com', checks: [], records: pair('shop.example.com') } } as unknown as Step;

const plan = {
  name: 'shop',
  from: { cluster: 'shop-east', region: PRIMARY, probe: 'https://east.example.com/healthz' },
  to: { cluster: 'shop-west', region: STANDBY, probe: 'https://west.example.com/healthz' },
  witness: HOME,
  rto: '5m',
  traffic: { records: ['shop.example.com'] },
};
const fleetWith = (...failover: readonly object[]): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: { home: HOME, regions, ...(failover.length === 0 ? {} : { failover }) },
  },
});

const { simulate } = deployedFleet({ seed: 11, regions, startAt: '2026-11-24T12:00:00Z', keepCalls: true });

const callsOf = ({ calls = [] }: SimulationReport, operation: string): readonly Json[] =>
  calls.filter((call) => call.operation === operation).map(({ input }) => input as Json);
const facts = (report: SimulationReport, type: string): readonly Json[] =>
  callsOf(report, 'PutEvents')
    .flatMap(({ Entries }) => Entries as readonly { DetailType: string; Detail: string }[])
    .filter(({ DetailType }) => DetailType === type)
    .map(({ Detail }) => JSON.parse(Detail) as Json);

describe('preparation of failover plans', () => {
  it('makes all that a plan needs, says that it is ready, and finds nothing to do an hour later', async () => {
    const report = await simulate([
      { apply: [clusterIn('shop-east', PRIMARY, 4), clusterIn('shop-west', STANDBY, 4)] },
      deployment,
      zone,
      fleetWith(plan),
      { wait: 3600 },
      { wait: 3600 },
    ]);
    console.log(JSON.stringify(facts(report, 'FailoverReadinessChanged')));
    for (const operation of ['CreateStack', 'UpdateStack', 'PutObject', 'ChangeResourceRecordSets', 'CreateSchedule'])
      console.log(operation, JSON.stringify(callsOf(report, operation).map((i) => [i.StackName, i.Key, i.Body, i.Name])).slice(0, 700));
    expect(1).toBe(1);
  }, 240_000);
});
