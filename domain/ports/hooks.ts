/** A run of a user's state machine; `startedAt` is ISO 8601. */
export interface HookRun {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly startedAt: string;
  /** The reason why it did not succeed, in its own words. */
  readonly reason?: string;
}

/** State machines and functions of the user's. */
export interface HooksPort {
  /** The run of this name; undefined where there is none. */
  run(stateMachineArn: string, name: string): Promise<HookRun | undefined>;
  /** False for a state machine whose runs have no end that could be asked for. */
  isWaitedFor(stateMachineArn: string): Promise<boolean>;
  /** Starts a run. Twice, under the same name: the second starts nothing. */
  start(stateMachineArn: string, name: string, input: object): Promise<void>;
  /**
   * Asks a function and waits for its answer. Throws `InvalidRequest` with the function's own words where it fails, or
   * does not answer in time.
   */
  invoke(functionArn: string, input: object): Promise<void>;
}

/** Functions of the user's, which are only looked at. */
export interface HookFunctionsPort {
  /** The reason why a function cannot be asked by now: it could not be made, or lies idle; undefined where it can be. */
  unfit(functionArn: string): Promise<string | undefined>;
}
