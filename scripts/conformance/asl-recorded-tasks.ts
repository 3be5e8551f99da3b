import type { Kernel } from '../../simulator/kernel/kernel.ts';
import type { LambdaResult } from '../../simulator/region.ts';
import type { Json } from '../../simulator/stepfunctions/asl.ts';
import type { Execution } from '../../simulator/stepfunctions/executions/execution.ts';
import { runIntegration } from '../../simulator/stepfunctions/integrations/run-integration.ts';
import { PAYLOAD_BYTES_MAX } from '../../simulator/stepfunctions/state-run.ts';
import type { TaskRequest } from '../../simulator/stepfunctions/tasks/request.ts';
import { standInRegion } from '../../tests/simulator/stand-in-region.ts';
import type { RecordedEvent, RecordedExecution } from './asl-recording.ts';

const ENDED = /^(?:LambdaFunction|Task)(Succeeded|Failed|TimedOut|SubmitFailed)$/;

interface Ending {
  readonly kind: string;
  /** The first answer of a task that then waited for more. */
  readonly submitted?: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: unknown;
}

/** The ends of the recording's tasks, in order, by the state and Map iteration that ran them. */
export class RecordedTasks {
  readonly #kernel: Kernel;
  readonly #endings = new Map<string, Ending[]>();
  readonly #isPython: boolean;

  constructor({ history, lambdas = [] }: RecordedExecution, kernel: Kernel) {
    this.#kernel = kernel;
    this.#isPython = lambdas.length > 0 && lambdas.every(({ handler }) => handler.endsWith('.py'));
    const byId = new Map(history.map((event) => [event.id, event]));
    for (const event of history) {
      const kind = ENDED.exec(event.type)?.[1];
      if (kind === undefined) continue;
      const key = placeOf(event, byId);
      const before = byId.get(event.previousEventId);
      const submitted = before?.type === 'TaskSubmitted' ? (detailsOf(before) as Ending).output : undefined;
      const endings = this.#endings.get(key) ?? [];
      endings.push({ kind, ...(detailsOf(event) as object), submitted });
      this.#endings.set(key, endings);
    }
  }

  /** Lets a task end as it ended in the recording, through our own integration where it is a function's. */
  answer(execution: Execution, request: TaskRequest): void {
    const ending = this.#endings.get(keyOf(request.stateName, request.iteration))?.shift();
    // A task without an end in the recording was cut off by a failure beside it.
    if (!ending) return;
    if (ending.submitted !== undefined) request.submitted(jsonOf(ending.submitted));
    const result =
      request.resource.type === 'lambda' ? lambdaResult(request, ending, this.#isPython) : undefined;
    if (result) this.#invoke(execution, request, result);
    else endAsRecorded(request, ending);
  }

  #invoke(execution: Execution, request: TaskRequest, result: LambdaResult): void {
    const lambda = { invoke: async () => result, invokeAsynchronously: () => undefined };
    const region = standInRegion({ kernel: this.#kernel, lambda });
    const caller = { kind: 'service', principal: 'states.amazonaws.com', accountId: '111111111111' } as const;
    const hooks = { awaitToken: () => undefined, whenExecutionEnds: () => undefined };
    runIntegration({ region, hooks, execution: execution.facts, caller, request });
  }
}

function endAsRecorded(request: TaskRequest, { kind, output, error, cause }: Ending): void {
  const text = typeof cause === 'string' || cause === undefined ? cause : JSON.stringify(cause);
  if (kind === 'Succeeded') request.succeeded(jsonOf(output));
  else if (kind === 'Failed') request.failed(error, text);
  else if (kind === 'SubmitFailed') request.submitFailed(error, text);
  // A task that timed out in the recording is left to the limits of the state.
}

/** Lambda's answer; undefined where it refused the call, which the history gives in Step Functions' words. */
function lambdaResult(request: TaskRequest, ending: Ending, isPython: boolean): LambdaResult | undefined {
  const answer = { statusCode: 200, requestId: 'RequestId' };
  if (ending.submitted !== undefined || ending.kind === 'TimedOut') return undefined;
  if (ending.kind === 'Succeeded') {
    const output = jsonOf(ending.output);
    const payload = request.resource.isFunction ? output : (output as { Payload: Json }).Payload;
    return { ...answer, payload, ...(isPython ? { payloadText: asPython(payload) } : {}) };
  }
  if (ending.error === 'States.DataLimitExceeded')
    return { ...answer, payload: 'x'.repeat(PAYLOAD_BYTES_MAX) };
  const cause = ending.cause as { errorType?: string } | undefined;
  if (cause?.errorType === undefined) return undefined;
  return { ...answer, payload: cause, functionError: 'Unhandled' };
}

/** JSON with spaces between, as Python's `json.dumps` writes it, with which a Python runtime encodes its answer. */
function asPython(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(asPython).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${asPython(item)}`);
  return `{${members.join(', ')}}`;
}

/** Outputs that hold JSON objects are parsed in the recordings, others are still text. */
const jsonOf = (output: unknown): Json => (typeof output === 'string' ? JSON.parse(output) : output) as Json;

const keyOf = (state: string, iteration: number | undefined): string => `${state}#${iteration ?? ''}`;

function detailsOf(event: RecordedEvent): unknown {
  return Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1];
}

/** Walks back along the events to the state that ran the task, and to the iteration around it. */
function placeOf(event: RecordedEvent, byId: ReadonlyMap<unknown, RecordedEvent>): string {
  let state: string | undefined;
  let at: RecordedEvent | undefined = event;
  while (at) {
    const details = detailsOf(at) as { name?: string; index?: number } | undefined;
    if (state === undefined && at.type === 'TaskStateEntered') state = details?.name;
    else if (state !== undefined && at.type === 'MapIterationStarted') return keyOf(state, details?.index);
    at = byId.get(at.previousEventId);
  }
  return keyOf(state ?? '', undefined);
}
