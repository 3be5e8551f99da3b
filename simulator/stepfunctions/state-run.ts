import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Json, QueryLanguage, State, StateMachine } from './asl.ts';
import { type Eventual, whenKnown } from './eventual.ts';
import { pass, type Thread } from './executions/thread.ts';
import {
  type EvaluationContext,
  evaluateTemplate,
  evaluateTyped,
  type JsonType,
} from './expressions/expression.ts';
import { inState, StateFailure } from './failure.ts';

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
  /** Runs a branch or an iteration of the state to its end; throws `StateFailure` where it fails. */
  readonly runMachine: (machine: StateMachine, input: Json, thread: Thread) => Promise<Json>;
  retryCount: number;
  /** Made with the first retry: most states have none. */
  retriesOf?: Map<unknown, number>;
}

/** The way on from a state; without `next`, its machine ends. */
export interface Transition {
  readonly output: Json;
  /** The output as JSON: that of the state's exit, and of the next one's entry. */
  readonly outputText: string;
  readonly next: string | undefined;
}

/** Whether a text is over the limit; UTF-8 has three bytes at most for each unit of UTF-16. */
export const isTooLong = (text: string): boolean =>
  text.length * 3 > PAYLOAD_BYTES_MAX && Buffer.byteLength(text) > PAYLOAD_BYTES_MAX;

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
  let context: Json | undefined;
  return {
    states: {
      input: run.input,
      // Few expressions ask for it.
      get context() {
        context ??= contextObject(run, token, item);
        return context;
      },
      ...reserved,
    },
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
): Eventual<Json> {
  if (run.language === 'JSONPath') return template;
  return run.thread.scope.whileAlive(evaluateTemplate(template, name, context));
}

export function typedField(
  run: StateRun,
  template: Json,
  name: string,
  types: readonly JsonType[],
  context: EvaluationContext,
): Eventual<Json> {
  if (run.language === 'JSONPath') return template;
  return run.thread.scope.whileAlive(evaluateTyped(template, name, types, context));
}

interface Exit {
  readonly from: { readonly Output?: Json; readonly Assign?: { readonly [name: string]: Json } };
  readonly prefix?: string;
  readonly next: string | undefined;
  readonly context: EvaluationContext;
}

const NOTHING_ASSIGNED: Readonly<Record<string, Json>> = {};

/**
 * Leaves a state: evaluates Output and Assign of `from` (the state, a Choice rule or a Catcher, whose place is
 * `prefix`), both against the variables as they were, records StateExited and then assigns.
 */
export function leave(run: StateRun, otherwise: Json, exit: Exit): Eventual<Transition> {
  const { from, prefix = '', context } = exit;
  const output = from.Output === undefined ? otherwise : field(run, from.Output, `${prefix}Output`, context);
  return whenKnown(output, (left) => {
    if (from.Assign === undefined) return exited(run, left, NOTHING_ASSIGNED, exit.next);
    const assigned = field(run, from.Assign, `${prefix}Assign`, context);
    return whenKnown(assigned, (known) => exited(run, left, known as Record<string, Json>, exit.next));
  });
}

function exited(
  run: StateRun,
  output: Json,
  assigned: Readonly<Record<string, Json>>,
  next: string | undefined,
): Transition {
  const outputText = JSON.stringify(output);
  const texts = Object.keys(assigned).map((name) => [name, JSON.stringify(assigned[name])] as const);
  const assignedText = (): string => texts.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join();
  if (isTooLong(outputText) || (texts.length > 0 && isTooLong(`{${assignedText()}}`))) {
    const what = `The state/task '${run.name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    throw new StateFailure('States.DataLimitExceeded', inState(run.name, run.enteredEventId, what), {
      terminal: true,
    });
  }
  pass(run.thread, `${run.state.Type}StateExited` as HistoryEventType, {
    name: run.name,
    text: outputText,
    assigned: texts.length === 0 ? undefined : Object.fromEntries(texts),
  });
  Object.assign(run.thread.variables, assigned);
  delete run.thread.current;
  return { output, outputText, next };
}
