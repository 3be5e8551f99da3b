import { AwsError } from '../../aws-error.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Json } from '../asl.ts';
import { invalidToken, taskTimedOut } from '../errors.ts';
import { PAYLOAD_BYTES_MAX } from '../state-run.ts';
import type { TaskRequest } from './request.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Tokens of `.waitForTaskToken` that were given out, and the tasks that still wait for one. */
export class TaskTokens {
  readonly #kernel: Kernel;
  /** State machines by the tokens of their tasks. */
  readonly #issued = new Map<string, string>();
  readonly #waiting = new Map<string, TaskRequest>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  issue(stateMachineArn: string): string {
    const token = `AQCEAAAAKgAAAAMAAAAAAAAAA${this.#kernel.random('states/task-token').text(319, BASE64)}`;
    this.#issued.set(token, stateMachineArn);
    return token;
  }

  await(token: string, request: TaskRequest): void {
    this.#waiting.set(token, request);
    request.whenOver(() => this.#waiting.delete(token));
  }

  stateMachineOf(token: string): string | undefined {
    return this.#issued.get(token);
  }

  succeed(token: string, outputText: string): void {
    const request = this.#find(token);
    if (Buffer.byteLength(outputText) > PAYLOAD_BYTES_MAX) {
      throw new AwsError(
        'InvalidOutput',
        `Invalid Output: 'Output is too long, the maximum length is ${PAYLOAD_BYTES_MAX}'`,
      );
    }
    let output: Json;
    try {
      output = JSON.parse(outputText) as Json;
    } catch (error) {
      throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
    }
    request.succeeded(output);
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    this.#find(token).failed(error, cause);
  }

  heartbeat(token: string): void {
    this.#find(token).heartbeat();
  }

  #find(token: string): TaskRequest {
    const request = this.#waiting.get(token);
    if (request) return request;
    throw this.#issued.has(token) ? taskTimedOut() : invalidToken();
  }
}
