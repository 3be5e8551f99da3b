import { AwsError, NotSimulated } from '../../aws-error.ts';
import type { Json } from '../asl.ts';
import type { Integration, IntegrationContext } from './integration.ts';
import { failureOf, sdkMetadata } from './service-failure.ts';

interface Description {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: string;
  readonly startDate: Date;
  readonly stopDate?: Date;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** `states:startExecution`, and with `.sync` or `.sync:2` the wait for its end. */
export const startExecution: Integration = async (context) => {
  const { region, request, caller } = context;
  const { StateMachineArn, Name, Input = {}, ...others } = request.parameters as { [key: string]: Json };
  const unknown = Object.keys(others)[0];
  if (unknown) throw new NotSimulated(`${unknown} of the states:startExecution integration`);
  const input = {
    stateMachineArn: StateMachineArn,
    input: typeof Input === 'string' ? Input : JSON.stringify(Input),
    ...(Name === undefined ? {} : { name: Name }),
  };
  const answer = (await region.call('states', 'StartExecution', input, caller)) as {
    executionArn: string;
    startDate: Date;
  };
  const body = JSON.stringify({
    executionArn: answer.executionArn,
    startDate: answer.startDate.getTime() / 1000,
  });
  const output = {
    ExecutionArn: answer.executionArn,
    StartDate: answer.startDate.getTime(),
    ...sdkMetadata(region, body, 'application/x-amz-json-1.0'),
  };
  if (request.resource.pattern !== 'sync') return output;
  request.submitted(output);
  follow(context, answer.executionArn);
  return undefined;
};

/** Reports the child's end; when the task is aborted the child is stopped (guide, "Run a job", best effort). */
function follow(context: IntegrationContext, executionArn: string): void {
  const { region, request, caller, hooks } = context;
  let isOver = false;
  request.whenOver((how) => {
    isOver = true;
    if (how === 'aborted') {
      region.call('states', 'StopExecution', { executionArn }, caller).catch((error) => {
        if (!(error instanceof AwsError)) region.kernel.fail(error);
      });
    }
  });
  hooks.whenExecutionEnds(executionArn, () => {
    if (!isOver) report(context, executionArn).catch((error) => region.kernel.fail(error));
  });
}

async function report({ region, request, caller }: IntegrationContext, executionArn: string): Promise<void> {
  let found: Description;
  try {
    found = (await region.call('states', 'DescribeExecution', { executionArn }, caller)) as Description;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const failure = failureOf(request.resource, error, region);
    request.failed(failure.errorName, failure.errorCause);
    return;
  }
  const described = describe(found, request.resource.action.endsWith(':2'));
  if (found.status === 'SUCCEEDED') request.succeeded(described);
  else request.failed('States.TaskFailed', JSON.stringify(described));
}

/** `.sync` gives input and output as text, `.sync:2` as JSON. */
function describe(found: Description, asJson: boolean): { [key: string]: Json } {
  const data = (text: string): Json => (asJson ? (JSON.parse(text) as Json) : text);
  return {
    ExecutionArn: found.executionArn,
    Input: data(found.input ?? '{}'),
    InputDetails: { Included: true },
    Name: found.name,
    ...(found.output === undefined ? {} : { Output: data(found.output), OutputDetails: { Included: true } }),
    ...(found.error === undefined ? {} : { Error: found.error }),
    ...(found.cause === undefined ? {} : { Cause: found.cause }),
    StartDate: found.startDate.getTime(),
    StateMachineArn: found.stateMachineArn,
    Status: found.status,
    ...(found.stopDate === undefined ? {} : { StopDate: found.stopDate.getTime() }),
  };
}
