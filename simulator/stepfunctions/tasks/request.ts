import type { Json } from '../asl.ts';
import type { Resource } from '../state-machines/resource.ts';

/** A Task state's work, as the interpreter hands it to an integration. */
export interface TaskRequest {
  readonly resource: Resource;
  readonly parameters: Json;
  readonly stateName: string;
  /** The token that `.waitForTaskToken` gives away. */
  readonly taskToken?: string;
  /** Index of each Map iteration around the state, outermost first, and the retries so far. */
  readonly retryCount: number;
  readonly iteration?: number;
  /** The work goes on: it was accepted, and the state waits for its end (`.sync`, `.waitForTaskToken`). */
  submitted(output: Json): void;
  /** The work that was to go on could not be begun. */
  submitFailed(errorName: string | undefined, errorCause: string | undefined): void;
  succeeded(output: Json): void;
  failed(errorName: string | undefined, errorCause: string | undefined): void;
  /** A sign of life, for `HeartbeatSeconds`. */
  heartbeat(): void;
  /**
   * Runs when nobody waits for the task any more: it settled (ended or timed out), or was aborted, because the
   * execution was stopped or a sibling failed.
   */
  whenOver(run: (how: 'settled' | 'aborted') => void): void;
}
