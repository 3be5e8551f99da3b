import type * as z from 'zod';
import { TASK_TIMEOUT_SECONDS } from '../domain/operation/lease.ts';
import type { OperationFailure, OperationRef } from '../domain/operation/operation.ts';
import { accessTasks } from '../functions/access/contracts.ts';
import { operationTasks } from '../functions/operation/contracts.ts';
import { condition, input, jsonata } from './builders/expression.ts';
import { answer, aside, choice, each, goto, wait, way, when } from './builders/step.ts';
import { answerOf, task } from './builders/task.ts';
import { housekeeping } from './builders/workflow.ts';

type Found = z.output<typeof operationTasks.findAbandoned.output>;
type Left = Found['abandoned'][number] & Found['unanswered'][number];
const { unanswered, abandoned } = answerOf(operationTasks.findAbandoned);
const left = input<Left>();
const leftCluster = input<{ operation: OperationRef }>();
const whichever = { outcomes: 'whichever' } as const;

/** It refuses requests, too, that nothing has answered. */
export const reapOperations = housekeeping({
  name: 'reap-operations',
  comment: 'Ends operations whose execution ended without ending them, and frees their leases.',
  timeoutSeconds: 3600,
  patience: 'finishing',
  steps: [
    task(operationTasks.findAbandoned, {
      given: { event: input<z.input<typeof operationTasks.findAbandoned.input>['event']>() },
      comment: 'Of one execution that ended, or, on the hour, of all leases.',
    }),
    each(
      'ReapOperations',
      jsonata<Left[]>`[$append(${unanswered}, ${abandoned})]`,
      () => [
        choice(
          'WhatIsLeft',
          [
            way({ when: condition`$exists(${left.event})` }, goto('PublishRejection')),
            way({ when: condition`${left.operation.kind} in ['create', 'adopt']` }),
          ],
          { steps: [goto('EndFailed')] },
          'Only creations and adoptions let the fleet into a cluster.',
        ),
        wait(
          'WaitForLateTask',
          TASK_TIMEOUT_SECONDS,
          `A task that was under way when its execution ended lives for ${TASK_TIMEOUT_SECONDS} s at most.`,
        ),
        task(accessTasks.endBootstrap, {
          given: { operation: leftCluster.operation },
          patience: 'settling',
          comment: "No administrator of the fleet's stays in the cluster.",
          catch: [{ errors: 'any', output: left, to: [] }],
          output: left,
        }),
        task(operationTasks.endOperation, {
          ...whichever,
          given: { result: 'Failed', operation: left.operation, caught: left.caught },
          name: 'EndFailed',
          assign: () => ({ operation: left.operation }),
        }),
        task(operationTasks.publishFailure, {
          given: { failure: input<{ failure: OperationFailure }>().failure },
        }),
        task(operationTasks.releaseLease, whichever),
        aside([
          task(operationTasks.publishRejection, {
            given: { event: left.event, refusal: { caught: left.caught } },
            output: left,
          }),
          when(
            'StillHeld',
            { when: condition`$exists(${left.operation})`, assign: { operation: left.operation } },
            goto('ReleaseLease'),
          ),
          answer('RejectionTold'),
        ]),
      ],
      {
        comment:
          'Requests of executions that ended before anything had accepted or refused them, and operations. Most sweeps find neither.',
        atOnce: 10,
      },
    ),
  ],
});
