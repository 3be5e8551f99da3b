import { DescribeExecutionCommand, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionEnd, ExecutionPort } from '../../domain/ports/executions.ts';
import { named } from '../errors.ts';

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

  async stopped(stateMachineArn: string) {
    const pages = await Promise.all(
      (['FAILED', 'TIMED_OUT', 'ABORTED'] as const).map((statusFilter) =>
        named(
          this.#client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: 100 })),
        ),
      ),
    );
    return pages
      .flatMap(({ executions = [] }) => executions)
      .map(({ executionArn = '', stopDate }) => ({ executionArn, stoppedAt: stopDate?.getTime() ?? 0 }))
      .sort((one, other) => other.stoppedAt - one.stoppedAt);
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
