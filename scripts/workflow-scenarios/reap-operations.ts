import { apply, auto, clusterIs, ended, rejected } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['reap-operations'];
/** Longer than the hour between two sweeps. */
const sweep = { wait: 2 * 3600 };

export const reapOperations: readonly WorkflowScenario[] = [
  {
    name: 'a creation that is stopped',
    workflows,
    documents: [auto],
    before: [apply(auto)],
    request: [sweep],
    after: [ended('create', 'Failed', 'ABORTED'), clusterIs('auto', 'absent')],
    faults: [{ kind: 'stop-execution', state: 'PlanCluster' }],
    newer: [apply(auto)],
  },
  {
    name: 'a request that is stopped before anything answers it',
    workflows,
    documents: [auto],
    before: [apply(auto)],
    request: [sweep],
    after: [rejected('the execution ended as ABORTED'), clusterIs('auto', 'absent')],
    faults: [{ kind: 'stop-execution', state: 'AcceptRequest' }],
  },
];
