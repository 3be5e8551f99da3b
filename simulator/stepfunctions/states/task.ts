import type { Json, TaskState } from '../asl.ts';
import { EvaluationFailure, inState, StateFailure } from '../failure.ts';
import { readResource } from '../state-machines/resource.ts';
import {
  evaluationContext,
  field,
  isTooLong,
  leave,
  type StateRun,
  type Transition,
  typedField,
} from '../state-run.ts';
import { attempt } from '../tasks/attempt.ts';
import { taskEvents } from '../tasks/events.ts';

/** Schedules the work, waits for its end within TimeoutSeconds and HeartbeatSeconds, and leaves with the result. */
export async function runTask(run: StateRun, state: TaskState): Promise<Transition> {
  const resource = readResource(state.Resource);
  if (!resource) throw new Error(`the resource ${state.Resource} was not validated`);
  const { interpreter } = run.thread;
  const token = resource.pattern === 'wait-for-task-token' ? interpreter.newTaskToken() : undefined;
  const context = evaluationContext(run, token === undefined ? {} : { token });
  const parameters =
    state.Arguments === undefined ? run.input : await field(run, state.Arguments, 'Arguments', context);
  const seconds = async (value: Json | undefined, name: string) => {
    if (value === undefined) return undefined;
    const known = (await typedField(run, value, name, ['integer'], context)) as number;
    if (known > 0) return known;
    throw new EvaluationFailure(`The field '${name}' has an invalid value: ${known}`, name);
  };
  const limits = {
    timeoutSeconds: await seconds(state.TimeoutSeconds, 'TimeoutSeconds'),
    heartbeatSeconds: await seconds(state.HeartbeatSeconds, 'HeartbeatSeconds'),
  };
  const parametersText = JSON.stringify(parameters);
  if (isTooLong(parametersText)) {
    const what = `The state/task '${run.name}' has an input with a size exceeding the maximum number of bytes service limit.`;
    throw new StateFailure('States.DataLimitExceeded', inState(run.name, run.enteredEventId, what), {
      terminal: true,
    });
  }
  const events = taskEvents(run.thread, resource);
  events.scheduled(parametersText, limits.timeoutSeconds, limits.heartbeatSeconds);
  const result = await attempt(run.thread, events, limits, {
    resource,
    parameters,
    stateName: run.name,
    retryCount: run.retryCount,
    ...(token === undefined ? {} : { taskToken: token }),
    ...(run.thread.item === undefined ? {} : { iteration: run.thread.item.Index }),
  });
  return leave(run, result, { from: state, next: state.Next, context: evaluationContext(run, { result }) });
}
