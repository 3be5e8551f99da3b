import { operationTasks } from '../../functions/operation/contracts.ts';
import { retryOf } from './errors.ts';
import { type Expression, execution, input, jsonata, now, reference, text } from './expression.ts';
import { functionArn } from './names.ts';
import { type Step, state } from './states.ts';

/** The longest time of an operation, pauses not counted: a day, where an outline says nothing else. */
export const DEADLINE_SECONDS = 86_400;
/**
 * The longest time of an execution of an operation, its pauses counted: two days less than the year that Step Functions
 * allows (guide, "Quotas related to state machine executions"), so that it ends by its own bound.
 */
export const EXECUTION_SECONDS = 363 * 86_400;
/** The most looks of a phase: what is retried inside of a look or a change is not counted. */
export const MOST_LOOKS = 1000;

/** A wait is registered anew each day, under another token: an item that is lost costs a day at most. */
const REGISTERED_SECONDS = 86_400;
const anew = {
  ErrorEquals: ['States.Timeout'],
  IntervalSeconds: 1,
  BackoffRate: 1,
  MaxAttempts: EXECUTION_SECONDS / REGISTERED_SECONDS,
};

/** The variables of a scope whose time does not run in a pause; no two scopes that run at once share one. */
export interface Clock {
  /** When the operation is to be over, in milliseconds. */
  readonly deadline: string;
  /** Times from which something else counts, ISO 8601. */
  readonly since?: readonly string[];
}
export const DEADLINE = 'deadline';

/** The beginning of an operation's work. */
export const deadlineIn = (seconds: number) => ({
  [DEADLINE]: jsonata<number>`$toMillis(${execution.StartTime}) + ${seconds * 1000}`,
});
/** Whether there is time left, in milliseconds of the state that asks. */
export const inTime = (deadline: string): Expression<boolean> =>
  jsonata<boolean>`$toMillis(${now}) < ${reference(`$${deadline}`)}`;

interface Await {
  /** The thing that is held up, as its states are named. */
  readonly of: string;
  /** The state with which it goes on. */
  readonly to: string;
  readonly clock: Clock;
  readonly assign?: object;
}

/**
 * The one wait of a pause: by a task token, which costs nothing while nothing happens, and ends once nothing holds the
 * cluster any more or its lease is lost. Whoever comes out of it looks and decides again.
 */
export function awaitResume({ of, to, clock: { deadline, since = [] }, assign }: Await): Step {
  const paused = jsonata<number>`$millis() - $toMillis(${now})`;
  const shifted = since.map((name) => [
    name,
    jsonata<string>`$fromMillis($toMillis(${reference(`$${name}`)}) + ${paused})`,
  ]);
  return state(`AwaitResumeOf${of}`, (_, context) => {
    context.tasks.add(operationTasks.awaitResume);
    return {
      Type: 'Task',
      Comment: 'Until nothing holds the cluster any more. The time of the operation stands still.',
      Resource: 'arn:${Partition}:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: functionArn(operationTasks.awaitResume),
        Payload: {
          operation: reference('$operation'),
          state: reference('$states.context.State.Name'),
          token: reference('$states.context.Task.Token'),
          // A wait that is registered anew is still in the state that was entered once.
          at: text`$now()`,
        },
      },
      TimeoutSeconds: REGISTERED_SECONDS,
      Retry: [anew, ...retryOf(operationTasks.awaitResume, 'settling')],
      Assign: {
        [deadline]: jsonata<number>`${reference(`$${deadline}`)} + ${paused}`,
        ...Object.fromEntries(shifted),
        ...assign,
      },
      Output: input(),
      Next: to,
    };
  });
}
