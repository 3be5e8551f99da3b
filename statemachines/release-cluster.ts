import { clusterReleaseRequested } from '../events/cluster/release-requested.ts';
import { operationTasks } from '../functions/operation/contracts.ts';
import { releaseTasks } from '../functions/release/contracts.ts';
import { access } from './builders/access.ts';
import { publish } from './builders/endings.ts';
import { operation } from './builders/operation.ts';
import { answer } from './builders/step.ts';
import { task } from './builders/task.ts';

export const releaseCluster = operation({
  kind: 'release',
  comment: 'Forgets a cluster without touching it.',
  deadlineSeconds: 3600,
  startedBy: [clusterReleaseRequested],
  accept: releaseTasks.acceptRequest,
  work: [
    ...access('UnregisterCluster'),
    task(operationTasks.unregisterCluster, { patience: 'finishing' }),
    answer('Unregistered'),
  ],
  tell: () => publish(releaseTasks.publishReleased),
});
