import { unansweredError } from '../../aws-error.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Json } from '../asl.ts';
import { stepFunctionsBindings } from '../expressions/functions.ts';
import { StateFailure } from '../failure.ts';
import type { StateMachineRecord } from '../state-machines/state-machines.ts';
import type { TaskRequest } from '../tasks/request.ts';
import { asInput, asOutput, HISTORY_EVENTS_MAX, History } from './history.ts';
import { runMachine } from './interpret.ts';
import { Scope } from './scope.ts';
import type { ExecutionFacts, Interpreter, Thread } from './thread.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The service around an execution, as the execution uses it. */
export interface ExecutionHost {
  readonly kernel: Kernel;
  transitionMs(): number;
  overheadMs(): number;
  newTaskToken(execution: Execution): string;
  runTask(execution: Execution, request: TaskRequest): void;
  onTransition(execution: Execution, state: string, kind: 'entered' | 'retried', item?: number): void;
  onStatus(execution: Execution): void;
}

/** The state machine as it was when the execution started. */
export type StartedMachine = Readonly<
  Pick<
    StateMachineRecord,
    | 'definition'
    | 'definitionText'
    | 'updatedAt'
    | 'loggingConfiguration'
    | 'tracingConfiguration'
    | 'revisionId'
  >
>;

/** One execution: it keeps the definition and role that it started with (guide, "Consistency"). */
export class Execution {
  readonly facts: ExecutionFacts;
  readonly machine: StartedMachine;
  readonly history: History;
  status: ExecutionStatus = 'RUNNING';
  stoppedAt: number | undefined;
  /** JSON text, once it has succeeded. */
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  readonly inputText: string;
  readonly #host: ExecutionHost;
  readonly #scope: Scope;
  readonly #thread: Thread;

  constructor(facts: ExecutionFacts, inputText: string, machine: StartedMachine, host: ExecutionHost) {
    this.facts = facts;
    this.inputText = inputText;
    this.machine = machine;
    this.#host = host;
    this.history = new History(() => host.kernel.now());
    this.#scope = new Scope(host.kernel);
    this.#thread = {
      interpreter: this.#interpreter(),
      scope: this.#scope,
      language: machine.definition.QueryLanguage ?? 'JSONPath',
      variables: {},
      previousEventId: 0,
    };
  }

  start(): void {
    this.history.add('ExecutionStarted', 0, {
      executionStartedEventDetails: {
        input: this.inputText,
        inputDetails: asInput(null).inputDetails,
        roleArn: this.facts.roleArn,
      },
    });
    this.#host.onStatus(this);
    const { TimeoutSeconds } = this.machine.definition;
    if (TimeoutSeconds !== undefined) this.#scope.after(TimeoutSeconds * 1000, () => this.#timeOut());
    this.#scope.wait(runMachine(this.machine.definition, this.facts.input, this.#thread)).then(
      (output) => this.#succeed(output),
      (error) => this.#fail(error),
    );
  }

  /** StopExecution: no Catch runs, no work that was started is undone. */
  stop(error: string | undefined, cause: string | undefined): void {
    if (this.status !== 'RUNNING') return;
    this.#cutOff('ABORTED');
    const details = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    this.history.end('ExecutionAborted', 0, { executionAbortedEventDetails: details });
    this.#finish('ABORTED', { error, cause });
  }

  /** The event alone names States.Timeout; DescribeExecution has neither error nor cause. */
  #timeOut(): void {
    this.#cutOff('TIMED_OUT');
    this.history.end('ExecutionTimedOut', 0, { executionTimedOutEventDetails: { error: 'States.Timeout' } });
    this.#finish('TIMED_OUT', {});
  }

  /**
   * Ends everything that runs. States in it are not reported as aborted, and the event that follows has no
   * predecessor (measured on AWS, github.com/floci-io/floci issue 2965).
   */
  #cutOff(status: ExecutionStatus): void {
    this.status = status;
    this.#scope.end(true);
  }

  #succeed(output: Json): void {
    this.#scope.close();
    this.history.end('ExecutionSucceeded', this.#thread.previousEventId, {
      executionSucceededEventDetails: asOutput(output),
    });
    this.#finish('SUCCEEDED', { output: JSON.stringify(output) });
  }

  #fail(failure: unknown): void {
    if (!(failure instanceof StateFailure)) {
      this.#host.kernel.fail(failure);
      // In a world that goes on, the execution fails by the name of what is not simulated.
      this.#fail(new StateFailure('States.Runtime', unansweredError(failure).message));
      return;
    }
    this.#scope.close();
    const { errorName: error, errorCause: cause } = failure;
    this.history.end('ExecutionFailed', this.#thread.previousEventId, {
      executionFailedEventDetails: {
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      },
    });
    this.#finish('FAILED', { error, cause });
  }

  #finish(
    status: ExecutionStatus,
    ending: {
      readonly output?: string;
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
    },
  ): void {
    this.status = status;
    this.stoppedAt = this.#host.kernel.now();
    this.output = ending.output;
    this.error = ending.error;
    this.cause = ending.cause;
    this.#host.onStatus(this);
  }

  #interpreter(): Interpreter {
    const host = this.#host;
    const { kernel } = host;
    return {
      history: this.history,
      execution: this.facts,
      functions: stepFunctionsBindings(kernel),
      now: () => kernel.now(),
      transitionMs: () => host.transitionMs(),
      overheadMs: () => host.overheadMs(),
      jitter: () => kernel.random('states/retry-jitter').next(),
      onTransition: (state, kind, item) => host.onTransition(this, state, kind, item),
      runTask: (request) => host.runTask(this, request),
      newTaskToken: () => host.newTaskToken(this),
      newUuid: () => kernel.random('states/map-run').uuid(),
      historyFull: () => {
        if (this.status !== 'RUNNING') return;
        const cause = `The execution reached the maximum number of history events (${HISTORY_EVENTS_MAX}).`;
        this.#scope.end(true);
        this.#fail(new StateFailure('States.Runtime', cause));
      },
    };
  }
}
