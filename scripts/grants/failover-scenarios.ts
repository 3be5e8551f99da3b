import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { GrantScenario } from './grant-scenario.ts';

/** The regions of the primary, the standby and the witness, which is the fleet's home. */
const [PRIMARY, STANDBY, WITNESS] = ['us-east-1', 'us-west-2', 'us-east-2'];
const regions = [WITNESS, STANDBY, PRIMARY];
const site = (side: string, answers: number): Step => ({
  site: { url: `https://${side}.example.com/`, answers, afterSeconds: 0 },
});

const fleet: Step = {
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: {
      home: WITNESS,
      regions,
      failover: [
        {
          name: 'shop',
          from: { cluster: 'shop', region: PRIMARY, probe: 'https://east.example.com/' },
          to: { cluster: 'shop', region: STANDBY, probe: 'https://west.example.com/' },
          witness: WITNESS,
          rto: '5m',
          traffic: { records: ['shop.example.com'] },
        },
      ],
    },
  } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
};

const watch = (region: string, followForSeconds: number): Step => ({
  publish: {
    ...{ region, bus: 'fleet', starts: 0 },
    entry: {
      source: 'eks-fleet',
      detailType: 'FailoverWatchRequested',
      detail: { version: '1', requestId: 'watch' },
    },
  },
  followForSeconds,
});
const minute = [watch(STANDBY, 5), watch(WITNESS, 55)];

/** Scenarios of failover plans. */
export const failoverScenarios: readonly GrantScenario[] = [
  {
    name: 'a plan whose application fails, about which a person is asked',
    documents: [],
    steps: [
      fleet,
      site('east', 503),
      site('west', 200),
      { guardTable: { regions, ready: ['shop'] } },
      ...minute,
      ...minute,
      { wait: 120 },
    ],
  },
];
