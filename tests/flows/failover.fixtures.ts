import type { Step } from '../../rehearsal/scenario/steps/all.ts';

/** The regions of the plan, by their parts. Home is the witness's. */
export const P = 'us-east-1';
export const S = 'us-west-2';
export const W = 'us-east-2';
export const ADDRESSES = { [P]: '3.5.140.10', [S]: '34.210.8.20' } as const;

const sides = { [P]: 'east', [S]: 'west' } as const;
type SideRegion = keyof typeof sides;

/** A cluster of the shop, on one side. */
export const clusterIn = (region: SideRegion, nodes = 2) => ({
  source: `shop-${sides[region]}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: `shop-${sides[region]}`, region, version: '1.34' },
    managedNodeGroups: [{ name: 'web', instanceTypes: ['m6i.large'], desiredCapacity: nodes, maxSize: 8 }],
  },
});

export const deploymentIn = (region: SideRegion, replicas = 2): Step => ({
  workloads: {
    ...{ cluster: `shop-${sides[region]}`, region },
    manifests: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shop', namespace: 'default' },
        spec: {
          replicas,
          selector: { matchLabels: { app: 'shop' } },
          template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [] } },
        },
      },
    ],
  } as never,
});

/** The shop's own name on one side. */
export const application = (region: SideRegion, needs = 2): Step => ({
  application: {
    ...{ name: `${sides[region]}.shop.example.org`, region, address: ADDRESSES[region], data: 'writable' },
    ...{ cluster: `shop-${sides[region]}`, namespace: 'default', deployment: 'shop' },
    ...{ needs, readsShare: 0, blocksProbes: false },
  },
});

const record = (region: SideRegion, failover: 'PRIMARY' | 'SECONDARY') => ({
  ...{ name: 'shop.example.com', type: 'A' as const, ttl: 30, failover },
  ...{ values: [ADDRESSES[region]], setIdentifier: sides[region] },
});

export const hostedZone: Step = {
  hostedZone: { name: 'example.com', checks: [], records: [record(P, 'PRIMARY'), record(S, 'SECONDARY')] },
};

/** The plan of the shop; `more` is laid over it. */
export const planOf = (more: object = {}) => ({
  name: 'shop',
  from: { cluster: 'shop-east', region: P, probe: 'https://east.shop.example.org/healthz' },
  to: { cluster: 'shop-west', region: S, probe: 'https://west.shop.example.org/healthz' },
  witness: W,
  rto: '5m',
  traffic: { records: ['shop.example.com'] },
  ...more,
});

export const fleetWith = (...failover: readonly object[]) => ({
  source: 'fleet.yaml',
  value: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'shop' },
    spec: { home: W, regions: [P, S, W], failover },
  },
});

/** Both sides are up, and their names and records lead to them. */
export const laid: readonly Step[] = [
  { apply: [clusterIn(P), clusterIn(S)] },
  ...[deploymentIn(P), deploymentIn(S), { wait: 300 }],
  application(P),
  application(S),
  hostedZone,
];
