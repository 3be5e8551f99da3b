import type { Retrier } from './asl.ts';

/**
 * An error inside an execution, by its ASL name. Retry and Catch match it, and an execution may end with it. Both
 * members may be missing, as they may in a Fail state.
 */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly errorName: string | undefined;
  readonly errorCause: string | undefined;
  /** A missed heartbeat: reported as States.Timeout, and matched by States.HeartbeatTimeout as well. */
  readonly isHeartbeat: boolean;
  /** `States.ALL` passes it over (guide, "Handling errors": States.Runtime, terminal States.DataLimitExceeded). */
  readonly terminal: boolean;

  constructor(
    errorName: string | undefined,
    errorCause: string | undefined,
    options: { terminal?: boolean; isHeartbeat?: boolean } = {},
  ) {
    super(`${errorName ?? 'failed'}: ${errorCause ?? ''}`);
    this.errorName = errorName;
    this.errorCause = errorCause;
    this.terminal = options.terminal ?? false;
    this.isHeartbeat = options.isHeartbeat ?? false;
  }

  /**
   * Whether it ends the execution at once: no Retry or Catch handles it, and the states around it report neither a
   * failure nor an abort (measured on AWS, github.com/floci-io/floci issue 2868).
   */
  get isRuntime(): boolean {
    return this.errorName === 'States.Runtime';
  }
}

/** A JSONata expression that failed: the state reports it with an EvaluationFailed event first. */
export class EvaluationFailure extends StateFailure {
  readonly location: string | undefined;

  constructor(cause: string, location: string | undefined) {
    super('States.QueryEvaluationError', cause);
    this.location = location;
  }
}

/** The text that Step Functions puts before an error in a state. */
export function inState(name: string, enteredEventId: number, what: string): string {
  return `An error occurred while executing the state '${name}' (entered at the event id #${enteredEventId}). ${what}`;
}

/**
 * Whether `ErrorEquals` matches. `States.ALL` matches all but terminal errors and States.Runtime. `States.TaskFailed`
 * matches the same but not States.Timeout. A missed heartbeat is a States.Timeout, which Retry and Catch may also
 * call States.HeartbeatTimeout (guide, "Error names": it is available inside the Catch and Retry fields).
 */
export function matchesError(names: readonly string[], failure: StateFailure): boolean {
  const wild = !failure.terminal && !failure.isRuntime;
  return names.some(
    (name) =>
      (failure.errorName !== undefined && name === failure.errorName) ||
      (name === 'States.ALL' && wild) ||
      (name === 'States.TaskFailed' && wild && failure.errorName !== 'States.Timeout') ||
      (name === 'States.HeartbeatTimeout' && failure.isHeartbeat),
  );
}

/** The wait before retry number `attempt` (from 0), in seconds, before any jitter. */
export function retryDelaySeconds(retrier: Retrier, attempt: number): number {
  const delay = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempt;
  return Math.min(delay, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
}
