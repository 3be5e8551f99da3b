import { clusterAdoptionRequested } from '../events/cluster/adoption-requested.ts';
import { adoptTasks } from '../functions/adopt/contracts.ts';
import { access, noAdministratorStays } from './builders/access.ts';
import { publish } from './builders/endings.ts';
import { operation } from './builders/operation.ts';
import { answer, way } from './builders/step.ts';
import { task } from './builders/task.ts';

export const adoptCluster = operation({
  kind: 'adopt',
  comment: 'Takes a cluster that something else made into the fleet, or one of the fleet to another level.',
  deadlineSeconds: 21600,
  startedBy: [clusterAdoptionRequested],
  accept: adoptTasks.acceptRequest,
  work: [
    task(adoptTasks.registerCluster, {
      comment: 'Looks at the whole cluster, describes it, and changes nothing of it.',
      choice: 'Adoption',
      outcomes: { Registered: () => way({}), Refused: (refused) => answer('AdoptionRefused', refused) },
    }),
    ...access('AdoptionRegistered'),
    answer('AdoptionRegistered'),
  ],
  tell: () => publish(adoptTasks.publishAdopted),
  beforeFailure: noAdministratorStays,
});
