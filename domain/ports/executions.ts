/** How an execution ended. */
export interface ExecutionEnd {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly error?: string;
  readonly cause?: string;
  /** What it was given, as JSON text. */
  readonly input?: string;
}

/** Step Functions' executions. */
export interface ExecutionPort {
  /** How it ended, or undefined while it runs. One that Step Functions no longer knows ended long ago. */
  end(executionArn: string): Promise<ExecutionEnd | undefined>;
  /** Those of a state machine that failed, timed out or were stopped of late, the last one first; `stoppedAt` in milliseconds. */
  stopped(
    stateMachineArn: string,
  ): Promise<readonly { readonly executionArn: string; readonly stoppedAt: number }[]>;
}
