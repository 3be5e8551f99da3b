import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { region } from './by-hand.ts';
import { bothSides, planIs } from './standing-plan.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['prepare-failovers'];
const hasPlan = true;

const prepare: Step = {
  publish: {
    ...{ region, bus: 'fleet', starts: 0 },
    entry: {
      source: 'eks-fleet',
      detailType: 'FailoverPreparationRequested',
      detail: { version: '1', requestId: 'prepare-1' },
    },
  },
};

/** Schedules prepare each quarter of an hour, whatever became of one execution. */
export const prepareFailovers: readonly WorkflowScenario[] = [
  {
    name: 'a quarter of an hour without plans to prepare',
    workflows,
    documents: [],
    request: [prepare, { wait: 600 }],
    after: [],
  },
  {
    name: 'a preparation of a plan from nothing',
    workflows,
    hasPlan,
    documents: [],
    before: bothSides,
    request: [planIs(), { wait: 5400 }],
    after: [],
  },
  {
    name: 'a preparation of a plan that moves other records',
    workflows,
    hasPlan,
    documents: [],
    before: [...bothSides, planIs(), { wait: 2700 }],
    request: [planIs({ traffic: { records: ['cart.example.com'] } }), { wait: 2700 }],
    after: [],
  },
  {
    name: 'a preparation of a plan that is never ready',
    workflows,
    hasPlan,
    documents: [],
    before: bothSides,
    request: [planIs({ traffic: { records: ['none.example.com'] } }), { wait: 7200 }],
    after: [],
  },
];
