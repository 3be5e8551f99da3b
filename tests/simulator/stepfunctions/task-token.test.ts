import { describe, expect, it } from '@jest/globals';
import { FUNCTION_ARN, only, outputOf, typesOf, workbench } from './workbench.ts';

const callback = (more: Record<string, unknown> = {}, others: Record<string, unknown> = {}) =>
  only(
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: FUNCTION_ARN, Payload: { token: '{% $states.context.Task.Token %}' } },
      ...more,
    },
    others,
  );

/** A workbench whose function keeps the token that it was given. */
function withToken() {
  const given: { token: string } = { token: '' };
  const bench = workbench((payload) => {
    given.token = (payload as { token: string }).token;
    return 'accepted';
  });
  return { ...bench, given };
}

describe('task tokens', () => {
  it('waits for SendTaskSuccess and takes its output as the result', async () => {
    const { run, settle, api, given } = withToken();
    const execution = await run(callback());
    expect(execution.status).toBe('RUNNING');
    expect(typesOf(execution).at(-1)).toBe('TaskSubmitted');
    await api('SendTaskSuccess', { taskToken: given.token, output: '{"approved":true}' });
    await settle();
    expect(outputOf(execution)).toEqual({ approved: true });
    expect(typesOf(execution)).toContain('TaskSucceeded');
  });

  it('fails with the error and cause of SendTaskFailure', async () => {
    const { run, settle, api, given } = withToken();
    const execution = await run(callback());
    await api('SendTaskFailure', { taskToken: given.token, error: 'Denied', cause: 'not tonight' });
    await settle();
    expect([execution.status, execution.error, execution.cause]).toEqual(['FAILED', 'Denied', 'not tonight']);
  });

  it('lives by heartbeats and times out without them', async () => {
    const { run, settle, api, given, kernel } = withToken();
    const execution = await run(callback({ HeartbeatSeconds: 60 }), {}, 50_000);
    await api('SendTaskHeartbeat', { taskToken: given.token });
    await settle(50_000);
    expect(execution.status).toBe('RUNNING');
    const before = kernel.now();
    await settle();
    expect(execution.error).toBe('States.Timeout');
    expect(Math.round(((execution.stoppedAt ?? 0) - before) / 1000)).toBe(10);
  });

  it('lets Catch tell a missed heartbeat from a timeout', async () => {
    const { run } = withToken();
    const definition = callback(
      {
        HeartbeatSeconds: 10,
        TimeoutSeconds: 1000,
        Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Lost', Output: 'lost' }],
      },
      { Lost: { Type: 'Pass', End: true } },
    );
    expect(outputOf(await run(definition))).toBe('lost');
  });

  it('refuses a token that it never gave, and one whose task is over', async () => {
    const { run, settle, api, given } = withToken();
    await expect(api('SendTaskSuccess', { taskToken: 'x', output: '{}' })).rejects.toMatchObject({
      code: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    await run(callback());
    await api('SendTaskSuccess', { taskToken: given.token, output: '1' });
    await settle();
    await expect(api('SendTaskHeartbeat', { taskToken: given.token })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
  });

  it('refuses an output that is not JSON and goes on waiting', async () => {
    const { run, api, given } = withToken();
    const execution = await run(callback());
    await expect(api('SendTaskSuccess', { taskToken: given.token, output: '{' })).rejects.toMatchObject({
      code: 'InvalidOutput',
    });
    expect(execution.status).toBe('RUNNING');
  });

  it('has IAM judge what a token reports by the state machine that gave it', async () => {
    const { run, service, given } = withToken();
    const execution = await run(callback());
    const input = { taskToken: given.token, output: '{}' };
    const caller = { kind: 'service', principal: 'lambda.amazonaws.com', accountId: '111122223333' } as const;
    expect(service.authorize('SendTaskSuccess', input, caller)).toEqual([
      { action: 'states:SendTaskSuccess', resource: execution.facts.stateMachineArn },
    ]);
  });

  it('takes a token that comes back before the call that gave it has returned', async () => {
    const bench = workbench(async (payload) => {
      await bench.api('SendTaskSuccess', {
        taskToken: (payload as { token: string }).token,
        output: '"early"',
      });
      return 'accepted';
    });
    expect(outputOf(await bench.run(callback()))).toBe('early');
  });
});
