import { describe, expect, it } from '@jest/globals';
import { AwsHookFunctions } from '../../aws/stepfunctions/hook-functions.ts';
import { AwsHooks } from '../../aws/stepfunctions/hooks.ts';

const machine = 'arn:aws:states:us-east-1:111122223333:stateMachine:eks-hook-check';
const fn = 'arn:aws:lambda:us-east-1:111122223333:function:eks-hook-check';
const refusal = (name: string, message = 'no') => Object.assign(new Error(message), { name });

/** Step Functions and Lambda that answer each command by its name, and the commands that they got. */
function answering(answers: Readonly<Record<string, object | Error>>) {
  const asked: { readonly command: string; readonly input: object }[] = [];
  const send = async ({ constructor: { name }, input }: { readonly input: object }) => {
    const command = name.replace(/Command$/, '');
    asked.push({ command, input });
    const answer = answers[command] ?? new Error(`${command} was asked`);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = () => ({ send }) as never;
  return { hooks: new AwsHooks(client, client), functions: new AwsHookFunctions(client), asked };
}

describe('the run of a state machine', () => {
  const startDate = new Date('2026-11-24T10:00:00Z');
  const run = (DescribeExecution: object | Error) =>
    answering({ DescribeExecution }).hooks.run(machine, 'one');

  it('is asked for by its name', async () => {
    const { hooks, asked } = answering({ DescribeExecution: { status: 'RUNNING', startDate } });
    expect(await hooks.run(machine, 'one')).toEqual({
      status: 'RUNNING',
      startedAt: startDate.toISOString(),
    });
    expect(asked[0]?.input).toEqual({
      executionArn: 'arn:aws:states:us-east-1:111122223333:execution:eks-hook-check:one',
    });
  });

  it('is that of the state machine, where an alias of it was started', async () => {
    const { hooks, asked } = answering({
      DescribeExecution: { status: 'RUNNING', startDate },
      DescribeStateMachine: { type: 'STANDARD' },
      StartExecution: {},
    });
    await hooks.isWaitedFor(`${machine}:PROD`);
    await hooks.start(`${machine}:PROD`, 'one', {});
    await hooks.run(`${machine}:PROD`, 'one');
    expect(asked.map(({ input }) => input)).toMatchObject([
      { stateMachineArn: machine },
      { stateMachineArn: `${machine}:PROD` },
      { executionArn: 'arn:aws:states:us-east-1:111122223333:execution:eks-hook-check:one' },
    ]);
  });

  it('says why it failed, and has not ended while somebody may take it up again', async () => {
    const failed = { status: 'FAILED', startDate, error: 'Smoke', cause: 'no answer' };
    expect(await run(failed)).toMatchObject({ status: 'FAILED', reason: 'Smoke: no answer' });
    expect(await run({ status: 'ABORTED', startDate, cause: '' })).not.toHaveProperty('reason');
    expect(await run({ status: 'PENDING_REDRIVE', startDate })).toMatchObject({ status: 'RUNNING' });
  });

  it('is none where Step Functions knows none, and an error where it does not answer', async () => {
    expect(await run(refusal('ExecutionDoesNotExist'))).toBeUndefined();
    await expect(run(refusal('ThrottlingException'))).rejects.toMatchObject({ name: 'Throttled' });
  });
});

describe('starting a state machine', () => {
  it('gives it a name, by which a second start is the same one', async () => {
    const first = answering({ StartExecution: {} });
    await first.hooks.start(machine, 'one', { hook: 'before' });
    expect(first.asked.at(-1)).toEqual({
      command: 'StartExecution',
      input: { stateMachineArn: machine, name: 'one', input: '{"hook":"before"}' },
    });
    const StartExecution = refusal('ExecutionAlreadyExists');
    await answering({ StartExecution }).hooks.start(machine, 'one', {});
  });

  it('is of use where its end can be asked for', async () => {
    const isWaitedFor = (type: string) =>
      answering({ DescribeStateMachine: { type } }).hooks.isWaitedFor(machine);
    expect(await isWaitedFor('STANDARD')).toBe(true);
    expect(await isWaitedFor('EXPRESS')).toBe(false);
    const gone = answering({ DescribeStateMachine: refusal('StateMachineDoesNotExist') }).hooks;
    await expect(gone.isWaitedFor(machine)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it.each([
    ['StateMachineDoesNotExist', 'NotFound'],
    ['AccessDeniedException', 'AccessDenied'],
    ['ExecutionLimitExceeded', 'Throttled'],
  ])('that ends as %s is %s', async (code, name) => {
    const { hooks } = answering({ StartExecution: refusal(code) });
    await expect(hooks.start(machine, 'one', {})).rejects.toMatchObject({ name });
  });
});

describe('asking a function', () => {
  const invoked = (Invoke: object | Error) => answering({ Invoke });
  const payload = (value: string) => new TextEncoder().encode(value);

  it('waits for its answer, whatever that says', async () => {
    const { hooks, asked } = invoked({ Payload: payload('null') });
    await hooks.invoke(fn, { hook: 'before' });
    const [input] = asked.map((one) => one.input as { FunctionName: string; Payload: Uint8Array });
    expect({ name: input?.FunctionName, text: new TextDecoder().decode(input?.Payload) }).toEqual({
      name: fn,
      text: '{"hook":"before"}',
    });
    expect(asked[0]?.input).not.toHaveProperty('InvocationType');
  });

  it.each([
    ['{"errorType":"Error","errorMessage":"smoke"}', /failed: smoke/],
    ['{}', /it says nothing/],
    ['not JSON', /failed: not JSON/],
    ['null', /it says nothing/],
  ])('that fails with %s says so', async (text, words) => {
    const { hooks } = invoked({ FunctionError: 'Unhandled', Payload: payload(text) });
    await expect(hooks.invoke(fn, {})).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(words),
    });
  });

  it.each([
    ['TimeoutError', 'InvalidRequest', /25 seconds: name a state machine/],
    ['ResourceConflictException', 'ServiceUnavailable', /eks-hook-check/],
    ['TooManyRequestsException', 'Throttled', /no/],
    ['ResourceNotFoundException', 'NotFound', /no/],
  ])('that ends as %s is %s', async (code, name, words) => {
    await expect(invoked(refusal(code)).hooks.invoke(fn, {})).rejects.toMatchObject({
      name,
      message: expect.stringMatching(words),
    });
  });
});

describe('a function that is looked at', () => {
  const unfit = (GetFunctionConfiguration: object | Error) =>
    answering({ GetFunctionConfiguration }).functions.unfit(fn);

  it.each(['Active', 'Pending'])('can be asked while it is %s', async (State) => {
    expect(await unfit({ State })).toBeUndefined();
  });

  it.each(['Failed', 'Inactive'])('cannot where it is %s, with why', async (State) => {
    expect(await unfit({ State, StateReason: 'its role is gone' })).toBe(
      `${fn} is ${State}: its role is gone`,
    );
  });

  it.each([
    ['ResourceNotFoundException', 'NotFound'],
    ['AccessDeniedException', 'AccessDenied'],
  ])('throws where Lambda says %s', async (code, name) => {
    await expect(unfit(refusal(code))).rejects.toMatchObject({ name });
  });
});
