import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionEnd, ExecutionPort } from '../domain/ports/executions.ts';
import { named } from './errors.ts';

/** `ExecutionPort` over Step Functions. */
export class StepFunctionsExecutions implements ExecutionPort {
  readonly #client: SFNClient;

  constructor(client: SFNClient) {
    this.#client = client;
  }

  async end(executionArn: string): Promise<ExecutionEnd | undefined> {
    const found = await this.#describe(executionArn);
    if (!found)
      return {
        status: 'ABORTED',
        error: 'ExecutionDoesNotExist',
        cause: 'workflow: the execution is no longer known to Step Functions',
      };
    const { status, error, cause, input } = found;
    if (status === 'RUNNING' || status === 'PENDING_REDRIVE' || status === undefined) return undefined;
    return {
      status,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...(input === undefined ? {} : { input }),
    };
  }

  async #describe(executionArn: string) {
    try {
      return await this.#client.send(new DescribeExecutionCommand({ executionArn }));
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
      return named(Promise.reject(error));
    }
  }
}
