import { region } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/** Sweeps run in a fleet of one region, which can be no plan's: with plans, `tests/flows/watch-plans.test.ts` has observers. */
export const watchPlans: readonly WorkflowScenario[] = [
  {
    name: 'a minute without plans to watch',
    workflows: ['watch-plans'],
    documents: [],
    request: [
      {
        publish: {
          region,
          entry: {
            source: 'eks-fleet',
            detailType: 'FailoverWatchRequested',
            detail: { version: '1', requestId: 'watch-1' },
          },
          bus: 'fleet',
          starts: 0,
        },
      },
      { wait: 600 },
    ],
    after: [],
  },
];
