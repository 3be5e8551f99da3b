/** The end of an execution. */
export interface ExecutionEnd {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly error?: string;
  readonly cause?: string;
  /** The execution's input, as JSON text. */
  readonly input?: string;
}

/** Step Functions' executions. */
export interface ExecutionPort {
  /** The end, or undefined while it runs. An execution that Step Functions no longer knows ended long ago. */
  end(executionArn: string): Promise<ExecutionEnd | undefined>;
  /** Those of a state machine that failed, timed out or were stopped of late, the last one first; `stoppedAt` in milliseconds. */
  stopped(
    stateMachineArn: string,
  ): Promise<readonly { readonly executionArn: string; readonly stoppedAt: number }[]>;
}
