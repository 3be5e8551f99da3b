import type { PlannedFault } from '../../rehearsal/fault-plan.ts';
import { apply, auto, ended, handmade, region, remove } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/** The task that accepts dies once it has claimed: tried again, it cannot know what of it may still be on its way. */
const diesHavingClaimed = (functionName: string): PlannedFault => ({
  kind: 'crash-after',
  functionName,
  operation: 'TransactWriteItems',
  times: 1,
});

const retail = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: { home: region },
};

export const claimedTwice: readonly WorkflowScenario[] = [
  {
    name: 'requests that are accepted by a task that dies of it',
    workflows: ['adopt-cluster', 'release-cluster', 'create-cluster', 'delete-cluster', 'apply-fleet'],
    documents: [auto],
    before: handmade,
    request: [
      { adopt: { cluster: 'handmade', region } },
      { forget: { cluster: 'handmade', region } },
      apply(auto),
      remove('auto'),
      { applyFleet: retail },
    ],
    after: [ended('adopt', 'Succeeded'), ended('create', 'Succeeded'), ended('delete', 'Succeeded')],
    faults: ['adopt', 'release', 'create', 'delete', 'fleet'].map((of) =>
      diesHavingClaimed(`${of}AcceptRequest`),
    ),
  },
];
