import type { Json, TaskState } from '../asl.ts';
import { inState, StateFailure } from '../failure.ts';
import { readResource } from '../resource.ts';
import {
  bytesOf,
  evaluationContext,
  field,
  leave,
  PAYLOAD_BYTES_MAX,
  type StateRun,
  type Transition,
  typedField,
} from '../state-run.ts';
import { type TaskEvents, taskEvents } from '../task-events.ts';
import type { TaskRequest } from '../task-request.ts';

interface Limits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** Schedules the work, waits for its end within TimeoutSeconds and HeartbeatSeconds, and leaves with the result. */
export async function runTask(run: StateRun, state: TaskState): Promise<Transition> {
  const resource = readResource(state.Resource);
  if (!resource) throw new Error(`the resource ${state.Resource} was not validated`);
  const { interpreter } = run.thread;
  const token = resource.pattern === 'wait-for-task-token' ? interpreter.newTaskToken() : undefined;
  const context = evaluationContext(run, token === undefined ? {} : { token });
  const parameters =
    state.Arguments === undefined ? run.input : await field(run, state.Arguments, 'Arguments', context);
  const seconds = async (value: Json | undefined, name: string) =>
    value === undefined ? undefined : ((await typedField(run, value, name, ['integer'], context)) as number);
  const limits = {
    timeoutSeconds: await seconds(state.TimeoutSeconds, 'TimeoutSeconds'),
    heartbeatSeconds: await seconds(state.HeartbeatSeconds, 'HeartbeatSeconds'),
  };
  if (bytesOf(parameters) > PAYLOAD_BYTES_MAX) {
    const what = `The state/task '${run.name}' has an input with a size exceeding the maximum number of bytes service limit.`;
    throw new StateFailure('States.DataLimitExceeded', inState(run.name, run.enteredEventId, what), {
      terminal: true,
    });
  }
  const events = taskEvents(run.thread, resource);
  events.scheduled(parameters, limits.timeoutSeconds, limits.heartbeatSeconds);
  const result = await work(run, events, limits, {
    resource,
    parameters,
    stateName: run.name,
    retryCount: run.retryCount,
    ...(token === undefined ? {} : { taskToken: token }),
    ...(run.thread.item === undefined ? {} : { iteration: run.thread.item.Index }),
  });
  return leave(run, result, { from: state, next: state.Next, context: evaluationContext(run, { result }) });
}

type Work = Pick<
  TaskRequest,
  'resource' | 'parameters' | 'stateName' | 'retryCount' | 'taskToken' | 'iteration'
>;

/** One attempt: whichever comes first of its end, a timeout, a missed heartbeat or the end of the scope. */
function work(run: StateRun, events: TaskEvents, limits: Limits, task: Work): Promise<Json> {
  const { interpreter } = run.thread;
  const scope = run.thread.scope.child();
  const { timeoutSeconds, heartbeatSeconds } = limits;
  return run.thread.scope.wait(
    new Promise<Json>((resolve, reject) => {
      let settled = false;
      const settle = (end: () => void) => {
        if (scope.ended) return;
        settled = true;
        try {
          end();
        } catch (error) {
          reject(error);
        }
        scope.end();
      };
      const fail = (failure: StateFailure) =>
        settle(() => {
          events.failed(failure);
          reject(failure);
        });
      const expire = (failure: StateFailure) =>
        settle(() => {
          events.timedOut(failure);
          reject(failure);
        });
      if (timeoutSeconds !== undefined) {
        scope.after(timeoutSeconds * 1000, () => expire(new StateFailure('States.Timeout', undefined)));
      }
      let stopBeat = () => {};
      const beat = () => {
        if (heartbeatSeconds === undefined || scope.ended) return;
        stopBeat();
        stopBeat = scope.after(heartbeatSeconds * 1000, () =>
          expire(new StateFailure('States.Timeout', undefined, { isHeartbeat: true })),
        );
      };
      beat();
      scope.after(interpreter.transitionMs(), () => {
        events.started();
        interpreter.runTask({
          ...task,
          submitted: (output) => {
            if (!scope.ended) events.submitted(output);
          },
          succeeded: (output) => {
            if (bytesOf(output) > PAYLOAD_BYTES_MAX) fail(tooLarge(task));
            else
              settle(() => {
                events.succeeded(output);
                resolve(output);
              });
          },
          failed: (name, cause) => fail(new StateFailure(name, cause)),
          heartbeat: beat,
          whenOver: (over) => scope.whenEnded(() => over(settled ? 'settled' : 'aborted')),
        });
      });
    }),
  );
}

/** Recorded on AWS: an integration is named by its service, a function by its ARN; `States.ALL` catches it. */
function tooLarge({ resource }: Work): StateFailure {
  const what = resource.isFunction ? resource.arn : resource.type;
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
