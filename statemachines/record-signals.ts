import { healthSignal } from '../events/failover/health-signal.ts';
import { failoverWatchTasks } from '../functions/failover-watch/contracts.ts';
import { operationTasks } from '../functions/operation/contracts.ts';
import { caughtAs } from './builders/errors.ts';
import { execution } from './builders/expression.ts';
import { answer, goto, way } from './builders/step.ts';
import { task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

const event = execution.Input;
const failed = [goto('RecordSignalsFailed')];

/** AWS's own events start it too, by a rule of the template. Nothing waits for it: observers vote without any signal. */
export const recordSignals = housekeeping({
  name: 'record-signals',
  comment: 'Keeps what AWS Health and others say of a region, for the observers of failover plans.',
  timeoutSeconds: 3600,
  startedBy: [healthSignal],
  isAnswered: false,
  steps: [
    task(failoverWatchTasks.recordSignal, {
      given: { event },
      catch: [caughtAs('any', failed), caughtAs('all', failed)],
      outcomes: {
        Recorded: () => way({}, answer('SignalRecorded')),
        Ignored: () => way({}, answer('SignalIgnored')),
        Refused: ({ problems }) =>
          way({}, task(operationTasks.publishRejection, { given: { event, refusal: { problems } } })),
      },
    }),
  ],
});
