import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { claimedTwice, ended as endedBy, region, rejected, unlock } from './by-hand.ts';
import { functionIsThere, functionNamed, machineIsThere, machineNamed } from './hooks.ts';
import { PLAN_REGIONS, planIs, standing } from './standing-plan.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['fail-over'];
const hasPlan = true;

const failover: Step = { failover: { plan: 'shop', region, to: 'standby', reason: 'a rehearsal' } };
const planned: Step = {
  failover: { plan: 'shop', region, to: 'standby', planned: true, reason: 'a rehearsal' },
};
const accepted: Step = {
  acceptDataLoss: { plan: 'shop', region, regions: PLAN_REGIONS, by: 'ann', reason: 'a rehearsal' },
};
const ended = (outcome: 'Succeeded' | 'Failed' | 'Rejected', reason?: string): Step =>
  endedBy('failover', outcome, reason);

const asks = (name: string) => ({ name, functionArn: functionNamed('yes').arn, timeout: '5m' });
const runs = (name: string) => ({ name, stateMachineArn: machineNamed('look', 1).arn, timeout: '5m' });
const hooksAreThere: readonly Step[] = [...functionIsThere('yes', 'answers'), ...machineIsThere('look', 4)];
const failing = { name: 'stop', functionArn: functionNamed('no').arn, timeout: '1m', retries: 0 };

const cancelled: Step = {
  cancelFailover: {
    ...{ plan: 'shop', region, regions: PLAN_REGIONS, by: 'ann', reason: 'a false alarm' },
    // Whoever is stopped or dies, the move may be over by then.
    ...{ holdSeconds: 3600, maybe: true },
  },
};
const served: Step = {
  expect: { operation: { kind: 'failover', outcome: 'Skipped', reason: 'owns the plan' } },
};
/** Asked once more, there is nothing left to do: whoever was stopped, the move has come to its end. */
const isOver: readonly Step[] = [failover, served];

export const failOver: readonly WorkflowScenario[] = [
  {
    name: 'a failover with writers that stop by themselves, hooks around it, and a standby that grows',
    workflows,
    hasPlan,
    documents: [],
    before: [
      ...hooksAreThere,
      ...standing({
        fence: { selfFencing: { leaseSeconds: 10 } },
        capacity: { nodeGroups: { web: 2 }, replicas: { 'default/shop': 2 } },
        beforeTraffic: [asks('warm'), runs('check')],
        afterTraffic: [runs('tell')],
      }),
    ],
    request: [failover],
    after: [ended('Succeeded')],
    afterStop: isOver,
    newer: [failover],
  },
  {
    name: 'a failover with a fence and a way of traffic of its own',
    workflows,
    hasPlan,
    documents: [],
    before: [
      ...hooksAreThere,
      ...standing({
        fence: { standbySide: runs('fence') },
        traffic: { hook: runs('route') },
        afterTraffic: [asks('tell')],
      }),
    ],
    request: [failover],
    after: [ended('Succeeded')],
    afterStop: isOver,
    newer: [failover],
  },
  {
    name: 'a failover whose fence fails',
    workflows,
    hasPlan,
    documents: [],
    before: [...functionIsThere('no', 'fails'), ...standing({ fence: { standbySide: failing } })],
    request: [failover],
    after: [ended('Failed', 'fence/stop')],
    afterStop: [],
  },
  {
    name: 'a failover to where the plan serves already',
    workflows,
    hasPlan,
    documents: [],
    before: [...standing(), failover],
    request: [failover],
    after: [served],
  },
  {
    // Accepted by a task that died after its claim, it may have a former owner's task beside it.
    name: 'a failover beside the last task of a former owner',
    workflows,
    hasPlan,
    documents: [],
    before: [...hooksAreThere, ...standing({ beforeTraffic: [asks('warm')] })],
    request: [failover],
    after: [ended('Succeeded')],
    faults: [claimedTwice('failoverAcceptRequest')],
    afterStop: isOver,
  },
  {
    // Its look at the plan takes long, and the plan is edited meanwhile.
    name: 'a failover of a plan that is edited before its claim',
    workflows,
    hasPlan,
    documents: [],
    before: standing(),
    request: [{ ...failover, followForSeconds: 5 } as Step, planIs({ soak: '2h' }), { wait: 300 }],
    after: [ended('Rejected', 'was edited after the move was decided on')],
    faults: [
      { kind: 'delay', functionName: 'failoverClaimPlan', operation: 'GetItem', delayMs: 15_000, times: 1 },
    ],
    // The second is of the plan as it is by then.
    afterStop: [],
  },
  {
    name: 'a failover that loses its lease',
    workflows,
    hasPlan,
    documents: [],
    before: standing({ fence: { selfFencing: { leaseSeconds: 60 } } }),
    request: [{ ...failover, followForSeconds: 20 } as Step, unlock('shop'), { wait: 300 }],
    after: [ended('Failed', 'no longer owns shop'), failover, failover, served],
    afterStop: [],
  },
  {
    name: 'a failover to a standby whose nodes do not start, about which a person is asked',
    workflows,
    hasPlan,
    documents: [],
    before: [
      ...standing({ capacity: { nodeGroups: { web: 2 }, waitFor: '1m' } }),
      { fault: { kind: 'capacity-shortage', region, forSeconds: 600 } } as Step,
    ],
    request: [failover],
    after: [ended('Succeeded')],
    afterStop: [],
  },
  {
    name: 'a failover that a person takes back while the writers of the other side stop',
    workflows,
    hasPlan,
    documents: [],
    before: standing({ fence: { selfFencing: { leaseSeconds: 120 } } }),
    // Long enough for a task before the claim to be tried again.
    request: [{ ...failover, followForSeconds: 90 } as Step, cancelled, { wait: 300 }],
    after: [
      { expect: { operation: { kind: 'failover', outcome: 'Skipped', reason: 'took the move back' } } },
    ],
    afterStop: [],
  },
  {
    name: 'a planned move whose data does not catch up, about which a person is asked, and who lets it go on',
    workflows,
    hasPlan,
    documents: [],
    before: [
      { alarm: { name: 'shop-lag', region, state: 'OK', afterSeconds: 0 } },
      ...standing({
        ...{ rpo: '30s', lag: { alarm: 'shop-lag', waitFor: '1m' } },
        fence: { selfFencing: { leaseSeconds: 10 } },
      }),
    ],
    request: [{ ...planned, followForSeconds: 300 } as Step, accepted, { wait: 600 }],
    after: [ended('Succeeded')],
    afterStop: [],
  },
  {
    name: 'a failover of a plan that nobody has',
    workflows,
    hasPlan,
    documents: [],
    request: [failover],
    after: [rejected('has a failover plan of this name')],
  },
];
