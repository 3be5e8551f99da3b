import { pauseLifted } from '../events/operation/pause-lifted.ts';
import { operationTasks } from '../functions/operation/contracts.ts';
import { condition, jsonata, reference, variables } from './builders/expression.ts';
import { answer, each, goto, set, wait, when } from './builders/step.ts';
import { answerOf, task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

const $ = variables<{ looks: number }>();

/** Told of a lifting it looks twice: what has begun to wait a moment ago may not be in the index yet. */
const LOOKS = 2;
const event = reference<{ 'detail-type': string }>('$states.context.Execution.Input');
const isTold = condition`${event['detail-type']} = 'PauseLifted'`;

/** It may run at any time, as often as anyone likes: it goes by what holds, and wakes nobody whom something holds. */
export const resumeOperations = housekeeping({
  name: 'resume-operations',
  comment: 'Wakes operations that waited for the end of a pause, once nothing holds them any more.',
  timeoutSeconds: 3600,
  patience: 'finishing',
  startedBy: [pauseLifted],
  steps: [
    set('Begin', { looks: 0 }),
    task(operationTasks.findWaiting, {
      given: {},
      assign: () => ({ looks: jsonata<number>`${$.looks} + 1` }),
    }),
    each(
      'WakeOperations',
      answerOf(operationTasks.findWaiting).waiting,
      (waiting) => [
        task(operationTasks.wakeOperation, {
          given: { waiting },
          outcomes: 'whichever',
          catch: [{ errors: 'any', to: [answer('NotWoken')] }],
        }),
      ],
      {
        comment: 'One that cannot be woken keeps no other from it; the next sweep finds it.',
        atOnce: 20,
        output: {},
      },
    ),
    when(
      'LooksAgain',
      { when: condition`${$.looks} < ${LOOKS} and ${isTold}` },
      wait('WaitForIndex', 30),
      goto('FindWaiting'),
    ),
    answer('OperationsResumed'),
  ],
});
