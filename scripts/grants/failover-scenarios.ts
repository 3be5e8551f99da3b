import type { Step } from '../../rehearsal/scenario/steps/all.ts';
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
  },
});
const record = (failover: 'PRIMARY' | 'SECONDARY', address: string) => ({
  ...{ name: 'shop.example.com', type: 'A' as const, ttl: 30, failover },
  ...{ values: [address], setIdentifier: failover },
});
const zone: Step = {
  hostedZone: {
    ...{ name: 'example.com', checks: [] },
    records: [record('PRIMARY', '198.51.100.1'), record('SECONDARY', '198.51.100.2')],
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
    name: 'a plan whose application fails, about which a person is asked',
    documents: [],
    steps: [fleet, site('east', 503), site('west', 200), { wait: 3000 }],
  },
];
