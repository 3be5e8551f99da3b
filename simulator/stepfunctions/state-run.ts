import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Json, QueryLanguage, State } from './asl.ts';
import { type EvaluationContext, evaluateTemplate, evaluateTyped, type JsonType } from './expression.ts';
import { inState, StateFailure } from './failure.ts';
import { asOutput } from './history.ts';
import { record, type Thread } from './thread.ts';

/** Quotas: input or output of a task, state or execution, bytes of UTF-8. */
export const PAYLOAD_BYTES_MAX = 262_144;

/** A state being run. */
export interface StateRun {
  readonly name: string;
  readonly state: State;
  readonly input: Json;
  readonly thread: Thread;
  readonly language: QueryLanguage;
  /** The event before StateEntered. */
  readonly beforeEventId: number;
  readonly enteredEventId: number;
  readonly enteredAt: number;
  retryCount: number;
  readonly retriesOf: Map<unknown, number>;
}

/** Where a state leads; no `next` ends its machine. */
export interface Transition {
  readonly output: Json;
  readonly next: string | undefined;
}

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/** The context object (`$states.context`), as the guide lists it. */
export function contextObject(run: StateRun, token?: string, item = run.thread.item): Json {
  const { execution } = run.thread.interpreter;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    State: { EnteredTime: new Date(run.enteredAt).toISOString(), Name: run.name, RetryCount: run.retryCount },
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
    ...(item === undefined ? {} : { Map: { Item: { ...item } } }),
    ...(token === undefined ? {} : { Task: { Token: token } }),
  };
}

export function evaluationContext(
  run: StateRun,
  more: { result?: Json; errorOutput?: Json; token?: string; item?: Thread['item'] } = {},
): EvaluationContext {
  const { token, item, ...reserved } = more;
  return {
    states: { input: run.input, context: contextObject(run, token, item), ...reserved },
    variables: run.thread.variables,
    functions: run.thread.interpreter.functions,
  };
}

/** A field's value: evaluated in JSONata states, as it stands in the others. */
export function field(
  run: StateRun,
  template: Json,
  name: string,
  context: EvaluationContext,
): Promise<Json> {
  if (run.language === 'JSONPath') return Promise.resolve(template);
  return run.thread.scope.wait(evaluateTemplate(template, name, context));
}

export function typedField(
  run: StateRun,
  template: Json,
  name: string,
  types: readonly JsonType[],
  context: EvaluationContext,
): Promise<Json> {
  if (run.language === 'JSONPath') return Promise.resolve(template);
  return run.thread.scope.wait(evaluateTyped(template, name, types, context));
}

/**
 * Leaves a state: evaluates Output and Assign of `from` (the state, a Choice rule or a Catcher, whose place is
 * `prefix`), both against the variables as they were, records StateExited and then assigns.
 */
export async function leave(
  run: StateRun,
  otherwise: Json,
  exit: {
    readonly from: { readonly Output?: Json; readonly Assign?: { readonly [name: string]: Json } };
    readonly prefix?: string;
    readonly next: string | undefined;
    readonly context: EvaluationContext;
  },
): Promise<Transition> {
  const { from, prefix = '', next, context } = exit;
  const output =
    from.Output === undefined ? otherwise : await field(run, from.Output, `${prefix}Output`, context);
  const assigned =
    from.Assign === undefined
      ? {}
      : ((await field(run, from.Assign, `${prefix}Assign`, context)) as Record<string, Json>);
  if (bytesOf(output) > PAYLOAD_BYTES_MAX || bytesOf(assigned) > PAYLOAD_BYTES_MAX) {
    const what = `The state/task '${run.name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    throw new StateFailure('States.DataLimitExceeded', inState(run.name, run.enteredEventId, what), {
      terminal: true,
    });
  }
  const names = Object.keys(assigned);
  record(run.thread, `${run.state.Type}StateExited` as HistoryEventType, {
    stateExitedEventDetails: {
      name: run.name,
      ...asOutput(output),
      ...(names.length === 0
        ? {}
        : {
            assignedVariables: Object.fromEntries(
              names.map((name) => [name, JSON.stringify(assigned[name])]),
            ),
            assignedVariablesDetails: { truncated: false },
          }),
    },
  });
  Object.assign(run.thread.variables, assigned);
  delete run.thread.current;
  return { output, next };
}
