import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { unlock } from '../workflow-scenarios/by-hand.ts';
import { functionIsThere, functionNamed, machineIsThere, machineNamed } from '../workflow-scenarios/hooks.ts';
import type { GrantScenario } from './grant-scenario.ts';

/** The regions of the primary, the standby and the witness, which is the fleet's home. */
const [PRIMARY, STANDBY, WITNESS] = ['us-east-1', 'us-west-2', 'us-east-2'];
const regions = [WITNESS, STANDBY, PRIMARY];
const site = (side: string, answers: number): Step => ({
  site: { url: `https://${side}.example.com/`, answers, afterSeconds: 0 },
});

const planOf = (more: object = {}): object => ({
  name: 'shop',
  from: { cluster: 'shop', region: PRIMARY, probe: 'https://east.example.com/' },
  to: { cluster: 'shop', region: STANDBY, probe: 'https://west.example.com/' },
  witness: WITNESS,
  rto: '5m',
  traffic: { records: ['shop.example.com'] },
  ...more,
});
const fleetOf = (...failover: readonly object[]): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: { home: WITNESS, regions, ...(failover.length === 0 ? {} : { failover }) },
  } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
});
const fleet = fleetOf(planOf());

const clusterIn = (region: string) => ({
  source: `shop-${region}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region, version: '1.34' },
    managedNodeGroups: [{ name: 'web', desiredCapacity: 1, maxSize: 4 }],
    nodeGroups: [{ name: 'own', desiredCapacity: 1, maxSize: 4 }],
  },
});
/** The application of a side, on an address that anybody reaches. */
const side = (region: string, name: string, address: string): readonly Step[] => [
  {
    workloads: {
      ...{ cluster: 'shop', region },
      manifests: [
        {
          ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop', namespace: 'default' } },
          spec: {
            replicas: 1,
            selector: { matchLabels: { app: 'shop' } },
            template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [] } },
          },
        },
      ],
    } as never,
  },
  {
    application: {
      ...{ name: `${name}.example.com`, region, address, cluster: 'shop', namespace: 'default' },
      ...{ deployment: 'shop', needs: 1, readsShare: 0, data: 'writable', blocksProbes: false },
    },
  },
];
const hookOf = (name: string, how: 'stateMachineArn' | 'functionArn') => ({
  ...{ name, timeout: '5m' },
  [how]: (how === 'functionArn' ? functionNamed(name) : machineNamed(name, 1)).arn,
});
const moving = planOf({
  fence: { standbySide: hookOf('fence', 'functionArn') },
  beforeTraffic: [hookOf('promote', 'stateMachineArn')],
  capacity: { nodeGroups: { web: 2, own: 2 }, replicas: { 'default/shop': 2 } },
});
/** The same, practised. */
const drilled = planOf({
  drill: 'monthly',
  capacity: { nodeGroups: { web: 2, own: 2 }, replicas: { 'default/shop': 2 } },
  beforeTraffic: [
    { ...hookOf('fence', 'functionArn'), inDrill: true },
    { ...hookOf('promote', 'stateMachineArn'), inDrill: true },
  ],
});

const record = (failover: 'PRIMARY' | 'SECONDARY', address: string) => ({
  ...{ name: 'shop.example.com', type: 'A' as const, ttl: 30, failover },
  ...{ values: [address], setIdentifier: failover },
});
const zone: Step = {
  hostedZone: {
    ...{ name: 'example.com', checks: [] },
    records: [record('PRIMARY', '3.5.140.10'), record('SECONDARY', '34.210.8.20')],
  },
};

/** Scenarios of failover plans. */
export const failoverScenarios: readonly GrantScenario[] = [
  {
    name: 'what a plan needs, made ahead, made anew for other records, and taken away',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      zone,
      fleet,
      { wait: 7200 },
      fleetOf(planOf({ traffic: { records: ['shop.example.com', 'cart.example.com'] } })),
      { wait: 1800 },
      fleetOf(),
      { wait: 7200 },
    ],
  },
  {
    name: 'a plan whose application fails, and of whose region AWS speaks, about which a person is asked; never ready',
    documents: [],
    steps: [
      ...[fleet, site('east', 503), site('west', 200)],
      { awsHealth: { region: PRIMARY, service: 'EC2', status: 'open', afterSeconds: 0, zones: [] } },
      { wait: 5400 },
    ],
  },
  {
    name: 'a plan that moves, with hooks, more nodes of both kinds and more replicas; and one that has moved already',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      ...side(PRIMARY, 'east', '3.5.140.10'),
      ...side(STANDBY, 'west', '34.210.8.20'),
      zone,
      ...functionIsThere('fence', 'answers'),
      ...machineIsThere('promote', 5),
      fleetOf(moving),
      { wait: 2700 },
      { failover: { plan: 'shop', region: STANDBY, to: 'standby' } },
      { failover: { plan: 'shop', region: STANDBY, to: 'standby' } },
    ],
  },
  {
    name: 'a plan that is drilled, with steps of both kinds, more nodes of both and more replicas; a drill at no time of it, and one that a failover ends',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      ...side(PRIMARY, 'east', '3.5.140.10'),
      ...side(STANDBY, 'west', '34.210.8.20'),
      zone,
      ...functionIsThere('fence', 'answers'),
      ...machineIsThere('promote', 5),
      fleetOf(drilled),
      { wait: 2700 },
      { drill: { plan: 'shop', region: STANDBY, reason: 'a rehearsal' } },
      { drill: { plan: 'shop', region: STANDBY, scheduledAt: '2026-01-01T00:00:00Z' } },
      {
        drill: { plan: 'shop', region: STANDBY, staysSeconds: 900, reason: 'a rehearsal' },
        followForSeconds: 300,
      },
      { failover: { plan: 'shop', region: STANDBY, to: 'standby' } },
    ],
  },
  {
    name: 'a plan that moves to where no more nodes start, about which a person is asked',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      ...side(PRIMARY, 'east', '3.5.140.10'),
      ...side(STANDBY, 'west', '34.210.8.20'),
      zone,
      fleetOf(planOf({ capacity: { nodeGroups: { web: 2 }, waitFor: '1m' } })),
      { wait: 2700 },
      { fault: { kind: 'capacity-shortage', region: STANDBY, forSeconds: 600 } },
      { failover: { plan: 'shop', region: STANDBY, to: 'standby' } },
    ],
  },
  {
    name: 'two plans of one standby cluster that move side by side',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      ...side(PRIMARY, 'east', '3.5.140.10'),
      ...side(STANDBY, 'west', '34.210.8.20'),
      zone,
      fleetOf(
        planOf({ move: { select: { app: 'shop' } }, fence: { selfFencing: { leaseSeconds: 60 } } }),
        planOf({
          ...{ name: 'cart', move: { select: { app: 'cart' } }, traffic: { records: ['cart.example.com'] } },
        }),
      ),
      { wait: 2700 },
      { failover: { plan: 'shop', region: STANDBY, to: 'standby' }, followForSeconds: 10 } as Step,
      { failover: { plan: 'cart', region: STANDBY, to: 'standby' } },
      { wait: 600 },
    ],
  },
  {
    name: 'a plan that moves, and whose lease a person frees meanwhile',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      ...side(PRIMARY, 'east', '3.5.140.10'),
      ...side(STANDBY, 'west', '34.210.8.20'),
      zone,
      fleetOf(planOf({ fence: { selfFencing: { leaseSeconds: 60 } } })),
      { wait: 2700 },
      { failover: { plan: 'shop', region: STANDBY, to: 'standby' }, followForSeconds: 20 } as Step,
      unlock('shop'),
      { wait: 600 },
    ],
  },
  {
    name: 'a plan that moves as planned, whose data does not catch up, about which a person is asked',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      ...side(PRIMARY, 'east', '3.5.140.10'),
      ...side(STANDBY, 'west', '34.210.8.20'),
      zone,
      { alarm: { name: 'shop-lag', region: STANDBY, state: 'OK', afterSeconds: 0 } },
      fleetOf(planOf({ rpo: '30s', lag: { alarm: 'shop-lag', waitFor: '1m' } })),
      { wait: 2700 },
      {
        ...{ failover: { plan: 'shop', region: STANDBY, to: 'standby', planned: true } },
        followForSeconds: 300,
      } as Step,
      {
        acceptDataLoss: {
          ...{ plan: 'shop', region: STANDBY, regions, by: 'ann', reason: 'a rehearsal' },
        },
      },
      { wait: 600 },
    ],
  },
  {
    name: 'a plan that moves by itself, whose data are near enough',
    documents: [],
    steps: [
      { apply: [clusterIn(PRIMARY), clusterIn(STANDBY)] },
      ...side(PRIMARY, 'east', '3.5.140.10'),
      ...side(STANDBY, 'west', '34.210.8.20'),
      zone,
      { alarm: { name: 'shop-lag', region: STANDBY, state: 'OK', afterSeconds: 0 } },
      fleetOf(
        planOf({
          ...{ mode: 'automatic', fence: { selfFencing: { leaseSeconds: 10 } } },
          ...{ rpo: '30s', lag: { alarm: 'shop-lag' } },
        }),
      ),
      { wait: 2700 },
      { fault: { kind: 'region-down', region: PRIMARY, forSeconds: 600 } },
      { wait: 900 },
    ],
  },
];
