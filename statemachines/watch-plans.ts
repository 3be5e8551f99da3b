import { failoverWatchRequested } from '../events/failover/watch-requested.ts';
import { failoverWatchTasks } from '../functions/failover-watch/contracts.ts';
import { caughtAs } from './builders/errors.ts';
import { goto } from './builders/step.ts';
import { task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

const failed = [goto('WatchPlansFailed')];

/** One execution begins each minute; the one before hands over to it. */
export const watchPlans = housekeeping({
  name: 'watch-plans',
  comment: 'Watches the failover plans that this region is the standby or the witness of.',
  timeoutSeconds: 600,
  startedBy: [failoverWatchRequested],
  // The next minute's goes on; an alarm tells where each fails.
  isAnswered: false,
  steps: [
    task(failoverWatchTasks.watchPlans, {
      given: {},
      patience: 'fleeting',
      outcomes: 'whichever',
      catch: [caughtAs('any', failed), caughtAs('all', failed)],
    }),
  ],
});
