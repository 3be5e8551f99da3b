import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { account, apply, claimedTwice, document, region, rejected, unlockOf } from './by-hand.ts';
import { at, bare } from './upgrade-asks.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['upgrade-fleet'];

const fleet = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home: region,
    regions: [region],
    upgrades: {
      target: '1.35',
      soak: '0m',
      health: { alarms: ['{cluster}-slo'] },
      waves: [{ select: {}, bake: '10m' }],
    },
  },
};
const quiet: Step = { alarm: { name: 'bare-slo', region, state: 'OK', afterSeconds: 0 } };
const asked = (request: Extract<Step, { upgradeFleet: unknown }>['upgradeFleet']['request']): Step => ({
  upgradeFleet: { fleet: 'retail', home: region, request },
});
const start = asked({ action: 'start' });
const ready: readonly Step[] = [apply(bare), { applyFleet: fleet }, quiet];
const ended = (outcome: 'Succeeded' | 'Failed' | 'Rejected', reason?: string): Step => ({
  expect: { operation: { kind: 'upgrade-fleet', outcome, ...(reason === undefined ? {} : { reason }) } },
});
/** Whatever is lost on the way, the hourly looks go on. */
const goneOn: Step = { wait: 8 * 3600 };

export const upgradeFleetScenarios: readonly WorkflowScenario[] = [
  {
    name: 'the upgrade of a fleet',
    workflows: ['upgrade-fleet'],
    documents: [bare],
    before: ready,
    request: [start],
    after: [ended('Succeeded')],
    // The second is told that the first has begun it.
    afterStop: [],
    newer: [{ applyFleet: fleet }],
  },
  {
    // Its looks hold no lease: a late one is settled by the record's revision, and a late schedule is one look more.
    name: 'looks at the upgrade of a fleet',
    workflows: ['advance-fleet-upgrade'],
    documents: [bare],
    before: ready,
    request: [start, goneOn],
    after: [at('bare', '1.35')],
  },
  {
    name: 'the upgrade of a fleet that nobody knows',
    workflows,
    documents: [],
    request: [start],
    after: [ended('Rejected', 'there is no Fleet document retail')],
  },
  {
    name: 'a wish about the upgrade of a fleet that says nothing',
    workflows,
    documents: [],
    request: [asked({ action: 'nothing' })],
    after: [rejected('detail.action')],
  },
  {
    name: 'the upgrade of a fleet that cannot be kept',
    workflows,
    documents: [document('bare')],
    before: ready,
    request: [start],
    after: [ended('Failed', 'Rate exceeded')],
    faults: [
      claimedTwice('wavesAcceptRequest'),
      { kind: 'throttle', functionName: 'wavesChangeUpgrade', operation: 'Query', times: 1000 },
    ],
    newer: [{ applyFleet: fleet }],
  },
  {
    name: 'the upgrade of a fleet that loses its lease',
    workflows,
    documents: [bare],
    before: ready,
    request: [
      { ...start, followForSeconds: 8 } as Step,
      unlockOf(`arn:aws:eks-fleet:${region}:${account}:fleet/retail`),
      { wait: 300 },
    ],
    after: [ended('Failed', 'no longer owns retail')],
    // Nothing holds the second one up.
    afterStop: [],
    faults: [
      { kind: 'delay', functionName: 'wavesChangeUpgrade', operation: 'Query', delayMs: 15_000, times: 4 },
    ],
  },
];
