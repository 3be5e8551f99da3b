import { fleetDeletionRequested } from '../events/fleet/deletion-requested.ts';
import { fleetRequested } from '../events/fleet/requested.ts';
import { failoverReadinessTasks } from '../functions/failover-readiness/contracts.ts';
import { fleetTasks } from '../functions/fleet/contracts.ts';
import { publish } from './builders/endings.ts';
import { list, variables } from './builders/expression.ts';
import { operation } from './builders/operation.ts';
import { answer, each } from './builders/step.ts';
import { answerOf, task } from './builders/task.ts';

const $ = variables<{ revision: number }>();
const stored = answerOf(fleetTasks.storeDocument);

export const applyFleet = operation({
  kind: 'apply-fleet',
  comment: 'Keeps a Fleet document, or forgets it, and tells its regions.',
  deadlineSeconds: 3600,
  startedBy: [fleetRequested, fleetDeletionRequested],
  accept: fleetTasks.acceptRequest,
  // The document first: a region that is told finds it there, or waits for it.
  work: [
    task(fleetTasks.storeDocument, { patience: 'finishing', assign: ({ revision }) => ({ revision }) }),
    each(
      'TellRegions',
      list(stored.regions),
      (region) => [
        task(fleetTasks.requestReconciliation, {
          given: { revision: $.revision, region },
          patience: 'finishing',
        }),
        task(failoverReadinessTasks.requestPreparation, {
          given: { revision: $.revision, region },
          patience: 'finishing',
        }),
      ],
      {
        comment: 'Each region reconciles its own schedules, and prepares its own failover plans.',
        atOnce: 20,
        output: stored,
      },
    ),
    answer('FleetKept', stored),
  ],
  succeeds: 'Stored',
  tell: ({ revision, regions }) =>
    publish(fleetTasks.publishApplied, { given: { revision, regions: list(regions) } }),
});
