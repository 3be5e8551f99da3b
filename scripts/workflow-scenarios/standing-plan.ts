import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { apply, region as standby } from './by-hand.ts';

const PRIMARY = 'us-east-1';
const WITNESS = 'us-east-2';
/** The regions of a plan; home is the witness's. */
export const PLAN_REGIONS = [WITNESS, PRIMARY, standby];

type Json = Readonly<Record<string, unknown>>;

const clusterIn = (region: string, nodes: number) => ({
  source: `shop-${region}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region, version: '1.34' },
    managedNodeGroups: [{ name: 'web', desiredCapacity: nodes, maxSize: 4 }],
  },
});

const deploymentIn = (region: string): Step => ({
  workloads: {
    ...{ cluster: 'shop', region, selfHeals: false },
    manifests: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shop', namespace: 'default' },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: 'shop' } },
          template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [] } },
        },
      },
    ],
  },
});

const application = (side: string, region: string, address: string): Step => ({
  application: {
    ...{ name: `${side}.shop.example.org`, region, address, data: 'writable' },
    ...{ cluster: 'shop', namespace: 'default', deployment: 'shop' },
    ...{ needs: 1, readsShare: 0, blocksProbes: false },
  },
});

const record = (failover: 'PRIMARY' | 'SECONDARY', address: string) => ({
  ...{ name: 'shop.example.com', type: 'A' as const, ttl: 30, failover },
  ...{ values: [address], setIdentifier: failover },
});

/** A shop on both sides of a plan that is not there yet. */
export const bothSides: readonly Step[] = [
  apply(clusterIn(PRIMARY, 1), clusterIn(standby, 1)),
  deploymentIn(PRIMARY),
  deploymentIn(standby),
  { wait: 300 },
  application('east', PRIMARY, '3.5.140.10'),
  application('west', standby, '34.210.8.20'),
  {
    hostedZone: {
      ...{ name: 'example.com', checks: [] },
      records: [record('PRIMARY', '3.5.140.10'), record('SECONDARY', '34.210.8.20')],
    },
  },
];

/** The fleet's document with a plan of the shop, which `more` is laid over. */
export const planIs = (more: Json = {}): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: {
      ...{ home: WITNESS, regions: PLAN_REGIONS },
      failover: [
        {
          name: 'shop',
          from: { cluster: 'shop', region: PRIMARY, probe: 'https://east.shop.example.org/healthz' },
          to: { cluster: 'shop', region: standby, probe: 'https://west.shop.example.org/healthz' },
          witness: WITNESS,
          rto: '5m',
          traffic: { records: ['shop.example.com'] },
          ...more,
        },
      ],
    },
  } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
});

/** A plan that is prepared. */
export const standing = (more: Json = {}): readonly Step[] => [...bothSides, planIs(more), { wait: 2700 }];
