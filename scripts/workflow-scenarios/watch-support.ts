import { DAY, handmade, region } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/** The cluster made by hand is at a version whose support ends within the days at which it is told. */
export const watchSupport: readonly WorkflowScenario[] = [
  {
    name: 'a look for the end of support',
    workflows: ['watch-support'],
    documents: [],
    before: [...handmade, { adopt: { cluster: 'handmade', region } }],
    request: [{ wait: DAY }],
    after: [],
  },
];
