import { describe, expect, it } from '@jest/globals';
import { AwsError, NotSimulated } from '../../../simulator/aws-error.ts';
import { FUNCTION_ARN, handlerError, only, outputOf, task, typesOf, workbench } from './workbench.ts';

const direct = (more: Record<string, unknown> = {}) => ({ Type: 'Task', Resource: FUNCTION_ARN, ...more });

describe('Lambda tasks', () => {
  it('answers the whole response through lambda:invoke', async () => {
    const { run } = workbench(() => ({ size: 3 }));
    const execution = await run(only(task({ Output: '{% $states.result %}' })));
    expect(outputOf(execution)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { size: 3 },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200, HttpHeaders: { 'Content-Length': '10' } },
    });
    expect(typesOf(execution)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('answers the payload alone where the function is the resource', async () => {
    const { run } = workbench((payload) => ({ got: payload }));
    const execution = await run(only(direct()), { cluster: 'blue' });
    expect(outputOf(execution)).toEqual({ got: { cluster: 'blue' } });
    expect(typesOf(execution).slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  it("names a handler's error by its errorType, with the payload as cause", async () => {
    const { run } = workbench(() => {
      throw handlerError('ValidationError', 'no such field');
    });
    const execution = await run(only(direct()));
    expect(execution.error).toBe('ValidationError');
    expect(JSON.parse(execution.cause ?? '')).toMatchObject({ errorMessage: 'no such field' });
  });

  it('reports a missing permission as Lambda.AWSLambdaException', async () => {
    const { run } = workbench(() => {
      throw new AwsError(
        'AccessDeniedException',
        'User: x is not authorized to perform: lambda:InvokeFunction',
        {
          statusCode: 403,
        },
      );
    });
    const execution = await run(only(task()));
    expect(execution.error).toBe('Lambda.AWSLambdaException');
    expect(execution.cause).toMatch(
      /^User: x is not authorized .* \(Service: Lambda, Status Code: 403, Request ID: /,
    );
  });

  it('fails with States.DataLimitExceeded where the result is over 256 KiB', async () => {
    const { run } = workbench(() => 'é'.repeat(140_000));
    const state = task({ Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'TooLarge' }] });
    const execution = await run(only(state, { TooLarge: { Type: 'Pass', End: true } }));
    expect(outputOf(execution)).toEqual({
      Error: 'States.DataLimitExceeded',
      Cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it("calls as the execution's role", async () => {
    const { region, create, api, settle } = workbench();
    const callers: unknown[] = [];
    const { invoke } = region.lambda;
    Object.assign(region.lambda, {
      invoke: (arn: string, payload: unknown, caller: never) => {
        callers.push(caller);
        return invoke(arn, payload, caller);
      },
    });
    const stateMachineArn = await create(only(task()));
    await api('StartExecution', { stateMachineArn });
    await settle();
    expect(callers).toMatchObject([{ kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/workflow' }]);
  });

  it('ends the run by name for an argument that is not modelled', async () => {
    const { run } = workbench();
    const state = task({ Arguments: { FunctionName: FUNCTION_ARN, InvocationType: 'Event' } });
    await expect(run(only(state))).rejects.toThrow(NotSimulated);
  });
});

describe('what Lambda itself fails with', () => {
  it.each([
    ['ServiceException', 500],
    ['TooManyRequestsException', 429],
    ['ResourceNotFoundException', 404],
  ])(
    'is named Lambda.%s, with the service, the status and the request in its cause',
    async (code, statusCode) => {
      const { run } = workbench(() => {
        throw new AwsError(code, 'Lambda says no.', { statusCode });
      });
      const execution = await run(only(task()));
      expect(execution.error).toBe(`Lambda.${code}`);
      expect(execution.cause).toMatch(
        new RegExp(`^Lambda says no\\. \\(Service: Lambda, Status Code: ${statusCode}, Request ID: [\\w-]+`),
      );
    },
  );

  it('is tried again as the guide advises, and is a failure of the task', async () => {
    const advised = {
      ErrorEquals: ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'],
      IntervalSeconds: 2,
      MaxAttempts: 6,
    };
    const { run } = workbench((_, attempt) => {
      if (attempt < 3) throw new AwsError('ServiceException', 'No.', { statusCode: 500 });
      return 'ok';
    });
    expect(outputOf(await run(only(task({ Retry: [advised] }))))).toBe('ok');
    const failed = workbench(() => {
      throw new AwsError('ServiceException', 'No.', { statusCode: 500 });
    });
    const state = task({
      Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Handled', Output: 'caught' }],
    });
    expect(outputOf(await failed.run(only(state, { Handled: { Type: 'Pass', End: true } })))).toBe('caught');
  });
});
