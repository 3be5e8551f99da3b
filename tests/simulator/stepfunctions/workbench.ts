import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../simulator/aws-error.ts';
import type { LambdaResult, RegionSettings } from '../../../simulator/region.ts';
import type { Caller } from '../../../simulator/service.ts';
import { createStepFunctions } from '../../../simulator/stepfunctions/stepfunctions.ts';
import { standInKernel, standInRegion, standInServiceLinked } from '../stand-in-region.ts';

export const ADMINISTRATOR: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:user/administrator',
  accountId: '111122223333',
};

export const ROLE_ARN = 'arn:aws:iam::111122223333:role/workflow';
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:111122223333:function:work';

/** The work of a function: returns a result, or throws `handlerError` or an `AwsError`. */
export type Work = (payload: unknown, attempt: number) => unknown;

class HandlerError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Throw it from a `Work` to fail as a handler does, with this errorType. */
export const handlerError = (type: string, message = 'it broke'): Error => new HandlerError(type, message);

/** Step Functions alone, with one stand-in for every Lambda function and a list of the events it published. */
export function workbench(
  work: Work = (payload) => payload,
  seed = 1,
  settings: Partial<RegionSettings> = {},
) {
  const { kernel, settle } = standInKernel(seed);
  const published: { readonly detail: Readonly<Record<string, unknown>> }[] = [];
  const calls: {
    readonly operation: string;
    readonly input: Record<string, unknown>;
    readonly caller: Caller;
  }[] = [];
  const counted: string[] = [];
  const answers = new Map<string, (input: Record<string, unknown>) => unknown>();
  let attempts = 0;
  const invoke = async (_arn: string, payload: unknown): Promise<LambdaResult> => {
    try {
      const result = await work(payload, ++attempts);
      return { statusCode: 200, payload: result ?? null, requestId: 'request' };
    } catch (error) {
      if (!(error instanceof HandlerError)) throw error;
      const failure = { errorType: error.type, errorMessage: error.message, trace: [] };
      return { statusCode: 200, payload: failure, functionError: 'Unhandled', requestId: 'request' };
    }
  };
  const region = standInRegion({
    kernel,
    settings,
    lambda: { invoke, invokeAsynchronously: () => undefined },
    events: { publishServiceEvent: (event) => published.push(event), receive: () => undefined },
    metrics: {
      record: (namespace, name, [dimension]) =>
        counted.push(`${namespace} ${name} ${dimension?.Name}=${dimension?.Value}`),
    },
    roles: {
      find: (arn) => ({ arn, name: 'workflow' }),
      serviceLinked: standInServiceLinked,
      holdInProfile: () => () => undefined,
      assertPassable: () => undefined,
      assume: (roleArn) => ({ kind: 'role', arn: `${roleArn}/session`, roleArn, accountId: '111122223333' }),
    },
    call: async (signingName, operation, input, caller) => {
      calls.push({ operation, input, caller });
      if (signingName === 'states') return service.operations[operation]?.(input, call(operation));
      const answer = answers.get(`${signingName}:${operation}`);
      if (!answer) throw new AwsError('AccessDeniedException', 'no stand-in');
      return answer(input);
    },
  });
  const service = createStepFunctions(region);
  const call = (operation: string) => ({ operation, caller: ADMINISTRATOR, requestId: 'r' });
  const api = async <T>(operation: string, input: Record<string, unknown>): Promise<T> =>
    (await service.operations[operation]?.(input, call(operation))) as T;

  const create = async (definition: unknown, name = 'machine'): Promise<string> => {
    const created = await api<{ stateMachineArn: string }>('CreateStateMachine', {
      name,
      roleArn: ROLE_ARN,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...(definition as object) }),
    });
    return created.stateMachineArn;
  };
  const start = async (definition: unknown, input: unknown = {}) => {
    const stateMachineArn = await create(definition);
    const started = await api<{ executionArn: string }>('StartExecution', {
      stateMachineArn,
      input: JSON.stringify(input),
    });
    return service.execution(started.executionArn);
  };
  /** Runs to the end (or for `ms` of virtual time) and answers the execution. */
  const run = async (definition: unknown, input: unknown = {}, ms?: number) => {
    const execution = await start(definition, input);
    await settle(ms);
    return execution;
  };
  return { kernel, region, settle, service, api, create, start, run, published, counted, calls, answers };
}

/** Types of a history's events. */
export const typesOf = (execution: { history: { events: readonly HistoryEvent[] } }): string[] =>
  execution.history.events.map((event) => String(event.type));

/** A machine of one state, which ends it. */
export const only = (state: Record<string, unknown>, others: Record<string, unknown> = {}) => ({
  StartAt: 'S',
  States: { S: { End: true, ...state }, ...others },
});

/** A branch or item processor of one state: names are unique in the whole definition. */
export const inner = (state: Record<string, unknown>, name = 'I') => ({
  StartAt: name,
  States: { [name]: { End: true, ...state } },
});

/** A Task state on the stand-in function. */
export const task = (more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION_ARN, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...more,
});

export const outputOf = (execution: { output: string | undefined }): unknown =>
  execution.output === undefined ? undefined : JSON.parse(execution.output);
