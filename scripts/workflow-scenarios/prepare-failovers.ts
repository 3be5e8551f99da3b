import { region } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/** Sweeps run in a fleet of one region, which can be no plan's: with plans, `tests/flows/prepare-failovers.test.ts` prepares. */
export const prepareFailovers: readonly WorkflowScenario[] = [
  {
    name: 'a quarter of an hour without plans to prepare',
    workflows: ['prepare-failovers'],
    documents: [],
    request: [
      {
        publish: {
          region,
          entry: {
            source: 'eks-fleet',
            detailType: 'FailoverPreparationRequested',
            detail: { version: '1', requestId: 'prepare-1' },
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
