import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { TaskError } from '../../domain/errors.ts';
import type { HookRun, HooksPort } from '../../domain/ports/hooks.ts';
import { HOOK_FUNCTION_SECONDS } from '../../domain/upgrade/request.ts';
import { named, toTaskError } from '../errors.ts';

/** The state machine itself, where a version or an alias of it is named. */
const machineOf = (arn: string): string => arn.split(':').slice(0, 7).join(':');

/** Runs are named by their state machine alone (API reference, StartExecution). */
const runArn = (stateMachineArn: string, name: string): string =>
  `${machineOf(stateMachineArn).replace(':stateMachine:', ':execution:')}:${name}`;

/** Lambda's errors for a function that cannot be had just now. */
const NOT_NOW: ReadonlySet<string> = new Set([
  'ResourceNotReadyException',
  'ResourceConflictException',
  'EC2ThrottledException',
]);

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** `HooksPort` over Step Functions and Lambda. Each client is made where a hook is of its service. */
export class AwsHooks implements HooksPort {
  readonly #stepFunctions: () => SFNClient;
  readonly #lambda: () => LambdaClient;

  constructor(stepFunctions: () => SFNClient, lambda: () => LambdaClient) {
    this.#stepFunctions = stepFunctions;
    this.#lambda = lambda;
  }

  async run(stateMachineArn: string, name: string): Promise<HookRun | undefined> {
    const executionArn = runArn(stateMachineArn, name);
    try {
      const found = await this.#stepFunctions().send(new DescribeExecutionCommand({ executionArn }));
      const { status, startDate, error, cause } = found;
      const reason = [error, cause].filter((part) => part !== undefined && part !== '').join(': ');
      return {
        // A run that waits to be taken up again has not ended.
        status: status === undefined || status === 'PENDING_REDRIVE' ? 'RUNNING' : status,
        startedAt: startDate?.toISOString() ?? '',
        ...(reason === '' ? {} : { reason }),
      };
    } catch (error) {
      if (isNamed(error, 'ExecutionDoesNotExist')) return undefined;
      throw toTaskError(error);
    }
  }

  async isWaitedFor(stateMachineArn: string): Promise<boolean> {
    const command = new DescribeStateMachineCommand({ stateMachineArn: machineOf(stateMachineArn) });
    const { type } = await named(this.#stepFunctions().send(command));
    // The same name starts an Express one again, and nobody can ask for its end (API reference, StartExecution).
    return type !== 'EXPRESS';
  }

  async start(stateMachineArn: string, name: string, input: object): Promise<void> {
    try {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      await this.#stepFunctions().send(command);
    } catch (error) {
      // Started by an earlier try of this task, and ended since.
      if (!isNamed(error, 'ExecutionAlreadyExists')) throw toTaskError(error);
    }
  }

  async invoke(functionArn: string, input: object): Promise<void> {
    const Payload = new TextEncoder().encode(JSON.stringify(input));
    const answer = await this.#lambda()
      .send(new InvokeCommand({ FunctionName: functionArn, Payload }))
      .catch((error: unknown) => Promise.reject(refusalOf(functionArn, error)));
    if (answer.FunctionError === undefined) return;
    const { errorMessage = 'it says nothing' } = failureIn(new TextDecoder().decode(answer.Payload));
    throw new TaskError('InvalidRequest', `${functionArn} failed: ${errorMessage}`);
  }
}

function refusalOf(functionArn: string, error: unknown): TaskError {
  const { name, message } = error as Error;
  if (name === 'TimeoutError')
    return new TaskError(
      'InvalidRequest',
      `${functionArn} has not answered within ${HOOK_FUNCTION_SECONDS} seconds: name a state machine, which may take longer`,
      { cause: error },
    );
  if (NOT_NOW.has(name))
    return new TaskError('ServiceUnavailable', `${functionArn}: ${message}`, { cause: error });
  return toTaskError(error);
}

/** A runtime's error as JSON; of a runtime of the user's own it may be anything. */
function failureIn(payload: string): { readonly errorMessage?: string } {
  try {
    return Object(JSON.parse(payload)) as { readonly errorMessage?: string };
  } catch {
    return { errorMessage: payload };
  }
}
