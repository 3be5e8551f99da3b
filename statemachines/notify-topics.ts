import { notifyTasks } from '../functions/notify/contracts.ts';
import { caughtAs } from './builders/errors.ts';
import { type Caught, empty, execution, list, variables } from './builders/expression.ts';
import { each } from './builders/step.ts';
import { answerOf, task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

const $ = variables<{ caught: Caught; notTold: Caught }>();
const event = execution.Input;

/** It runs in the home region only, where facts arrive. */
export const notifyTopics = housekeeping({
  name: 'notify-topics',
  comment: 'Tells the SNS topics that Fleet documents name of a fact.',
  timeoutSeconds: 14400,
  patience: 'finishing',
  steps: [
    task(notifyTasks.findTopics, { given: { event } }),
    each(
      'NotifyTopics',
      list(answerOf(notifyTasks.findTopics).topics),
      (topic) => {
        const notTold = task(notifyTasks.publishNotificationFailure, {
          given: { topic, event, caught: $.notTold },
          name: 'PublishNoticeFailure',
          comment: 'A rule brings it to the rejects queue.',
        });
        const caught = [caughtAs('any', [notTold], 'notTold')];
        return [task(notifyTasks.publishNotice, { given: { topic, event }, catch: caught })];
      },
      {
        comment:
          'Each topic on its own: one that is gone keeps no other from being told. Of most facts there is none to tell.',
        atOnce: 5,
      },
    ),
  ],
  beforeFailure: [
    task(notifyTasks.publishNotificationFailure, {
      given: { topic: empty, event, caught: $.caught },
      name: 'PublishLookupFailure',
      catch: [{ errors: 'lasting', to: [] }],
    }),
  ],
});
