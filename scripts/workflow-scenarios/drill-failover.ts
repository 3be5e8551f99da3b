import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { ended as endedBy, region, rejected, unlock } from './by-hand.ts';
import { functionIsThere, functionNamed, machineIsThere, machineNamed } from './hooks.ts';
import { standing } from './standing-plan.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['drill-failover'];
const hasPlan = true;

const drill: Step = { drill: { plan: 'shop', region, reason: 'a rehearsal' } };
const ended = (outcome: 'Succeeded' | 'Failed' | 'Skipped' | 'Superseded', reason?: string): Step =>
  endedBy('drill' as never, outcome as never, reason);

export const drillFailover: readonly WorkflowScenario[] = [
  {
    name: 'a drill with hooks that it runs, of a standby that grows and is put back',
    workflows,
    hasPlan,
    documents: [],
    before: [
      ...functionIsThere('yes', 'answers'),
      ...machineIsThere('look', 4),
      ...standing({
        drill: 'monthly',
        capacity: { nodeGroups: { web: 2 }, replicas: { 'default/shop': 2 } },
        beforeTraffic: [
          { name: 'warm', functionArn: functionNamed('yes').arn, timeout: '5m', inDrill: true },
        ],
        afterTraffic: [
          { name: 'tell', stateMachineArn: machineNamed('look', 1).arn, timeout: '5m', inDrill: true },
        ],
      }),
    ],
    request: [drill],
    // Nodes that are put back go some minutes after their group is told.
    after: [ended('Succeeded'), { wait: 900 }],
    afterStop: [],
    newer: [drill],
  },
  {
    name: 'a drill at a time for which the document has none',
    workflows,
    hasPlan,
    documents: [],
    before: standing({ drill: 'monthly' }),
    request: [{ drill: { plan: 'shop', region, scheduledAt: '2026-01-01T00:00:00Z' } }],
    after: [ended('Skipped', 'asks for no drill')],
  },
  {
    name: 'a drill that loses its lease while it stays',
    workflows,
    hasPlan,
    documents: [],
    before: standing({ drill: 'monthly' }),
    request: [
      { drill: { plan: 'shop', region, staysSeconds: 600, reason: 'a rehearsal' }, followForSeconds: 120 },
      unlock('shop'),
      // A look at the plan, each quarter of an hour, leads its word back.
      { wait: 1800 },
    ],
    after: [ended('Failed', 'no longer owns shop')],
    afterStop: [],
  },
  {
    name: 'a drill that a failover ends while it stays',
    workflows,
    hasPlan,
    documents: [],
    before: standing({ drill: 'monthly' }),
    request: [
      { drill: { plan: 'shop', region, staysSeconds: 600, reason: 'a rehearsal' }, followForSeconds: 120 },
      { failover: { plan: 'shop', region, to: 'standby', reason: 'a rehearsal' } },
      { wait: 900 },
    ],
    after: [ended('Superseded', 'no longer owns shop')],
    afterStop: [],
  },
  {
    name: 'a drill of a plan that nobody has',
    workflows,
    hasPlan,
    documents: [],
    request: [drill],
    after: [rejected('has a failover plan of this name')],
  },
];
