import { NotSimulated } from '../../aws-error.ts';
import type { Json } from '../asl.ts';
import type { Integration, IntegrationContext } from './run-integration.ts';
import { sdkMetadata } from './service-failure.ts';

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

/** How often a `.sync` task looks at the execution that it started, when no event tells it sooner. */
const POLL_MS = 1000;

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
  await follow(context, answer.executionArn);
  return undefined;
};

async function follow(context: IntegrationContext, executionArn: string): Promise<void> {
  const { region, request, caller } = context;
  let over = false;
  request.whenOver(() => {
    over = true;
  });
  while (!over) {
    await region.kernel.sleep(POLL_MS);
    if (over) return;
    const found = (await region.call('states', 'DescribeExecution', { executionArn }, caller)) as Description;
    if (found.status === 'RUNNING') continue;
    const described = describe(found, request.resource.action.endsWith(':2'));
    if (found.status === 'SUCCEEDED') request.succeeded(described);
    else request.failed('States.TaskFailed', JSON.stringify(described));
    return;
  }
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
