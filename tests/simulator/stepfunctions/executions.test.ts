import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { inner, only, outputOf, typesOf, workbench } from './workbench.ts';

const waiting = only({ Type: 'Wait', Seconds: 100 });

describe('StartExecution', () => {
  it('answers the running execution for the same name and input', async () => {
    const { create, api } = workbench();
    const stateMachineArn = await create(waiting);
    const request = { stateMachineArn, name: 'nightly', input: '{"a":1}' };
    const first = await api<object>('StartExecution', request);
    expect(await api('StartExecution', request)).toEqual(first);
    expect(first).toMatchObject({
      executionArn: 'arn:aws:states:us-east-1:111122223333:execution:machine:nightly',
    });
  });

  it('refuses the name with another input, and once the execution has ended', async () => {
    const { create, api, settle } = workbench();
    const stateMachineArn = await create(waiting);
    const request = { stateMachineArn, name: 'nightly', input: '{"a":1}' };
    await api('StartExecution', request);
    const refusal = {
      code: 'ExecutionAlreadyExists',
      message: "Execution Already Exists: 'arn:aws:states:us-east-1:111122223333:execution:machine:nightly'",
    };
    await expect(api('StartExecution', { ...request, input: '{}' })).rejects.toMatchObject(refusal);
    await settle();
    await expect(api('StartExecution', request)).rejects.toMatchObject(refusal);
  });

  it('takes the name again after 90 days', async () => {
    const { create, api, settle, kernel } = workbench();
    const stateMachineArn = await create(waiting);
    const request = { stateMachineArn, name: 'nightly', input: '{}' };
    await api('StartExecution', request);
    await settle();
    await settle(91 * 24 * 3600 * 1000);
    expect(await api('StartExecution', request)).toMatchObject({ startDate: new Date(kernel.now()) });
  });

  it('forgets an execution 90 days after it has closed', async () => {
    const { create, api, settle } = workbench();
    const stateMachineArn = await create(waiting);
    const { executionArn } = (await api('StartExecution', { stateMachineArn, name: 'nightly' })) as {
      executionArn: string;
    };
    const day = 24 * 3600 * 1000;
    await settle(89 * day);
    expect(await api('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
    await settle(2 * day);
    await expect(api('DescribeExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
    expect(await api('ListExecutions', { stateMachineArn })).toMatchObject({ executions: [] });
    for (let count = 0; count < 250; count++) await api('StartExecution', { stateMachineArn });
    await settle(91 * day);
    await api('StartExecution', { stateMachineArn, name: 'nightly' });
    const { executions } = (await api('ListExecutions', { stateMachineArn })) as { executions: object[] };
    expect(executions).toHaveLength(1);
  });

  it('refuses input that is not JSON, a bad name and a machine that is not there', async () => {
    const { create, api } = workbench();
    const stateMachineArn = await create(waiting);
    await expect(api('StartExecution', { stateMachineArn, input: '{' })).rejects.toMatchObject({
      code: 'InvalidExecutionInput',
    });
    await expect(api('StartExecution', { stateMachineArn, name: 'a b' })).rejects.toMatchObject({
      code: 'InvalidName',
      message: "Invalid Name: 'a b'",
    });
    const other = stateMachineArn.replace('machine:machine', 'machine:other');
    await expect(
      api('StartExecution', { stateMachineArn: stateMachineArn.replace(/machine$/, 'other') }),
    ).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
    expect(other).toBe(stateMachineArn);
  });

  it('names an execution that a rule starts with a random UUID, and asks IAM', async () => {
    const { service, create, region } = workbench();
    const stateMachineArn = await create(waiting);
    const asked: unknown[] = [];
    Object.assign(region, { authorize: (_: unknown, question: unknown) => asked.push(question) });
    const caller = { kind: 'service', principal: 'events.amazonaws.com', accountId: '111122223333' } as const;
    const { executionArn } = service.startExecution({ stateMachineArn, input: '{}' }, caller);
    expect(executionArn).toMatch(/:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(asked).toEqual([{ action: 'states:StartExecution', resource: stateMachineArn }]);
  });
});

describe('StopExecution', () => {
  it('ends an execution as ABORTED, which no Catch sees, and stops its timers', async () => {
    const { run, api, settle, kernel } = workbench();
    const execution = await run(waiting, {}, 5000);
    const stopped = await api('StopExecution', {
      executionArn: execution.facts.arn,
      error: 'Manual',
      cause: 'not tonight',
    });
    expect(stopped).toEqual({ stopDate: new Date(kernel.now()) });
    const at = kernel.now();
    await settle();
    expect(kernel.now()).toBe(at);
    expect([execution.status, execution.error, execution.cause]).toEqual([
      'ABORTED',
      'Manual',
      'not tonight',
    ]);
    expect(typesOf(execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
    expect(execution.history.events.at(-1)?.previousEventId).toBe(0);
  });

  it('answers for an execution that is over without changing it', async () => {
    const { run, api } = workbench();
    const execution = await run(only({ Type: 'Pass' }));
    await api('StopExecution', { executionArn: execution.facts.arn });
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('refuses an execution that is not there', async () => {
    const { api } = workbench();
    await expect(api('StopExecution', { executionArn: 'arn:x' })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
      message: "Execution Does Not Exist: 'arn:x'",
    });
  });
});

describe('reading executions', () => {
  it('describes input, output and times', async () => {
    const { run, api } = workbench();
    const execution = await run(only({ Type: 'Pass', Output: { done: true } }), { a: 1 });
    expect(await api('DescribeExecution', { executionArn: execution.facts.arn })).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"done":true}',
      redriveStatus: 'NOT_REDRIVABLE',
      startDate: new Date('2026-01-01T00:00:00Z'),
    });
  });

  it('lists by status, newest first, page by page', async () => {
    const { create, api, settle } = workbench();
    const stateMachineArn = await create(waiting);
    for (const name of ['a', 'b', 'c']) {
      await api('StartExecution', { stateMachineArn, name });
      await settle(1000);
    }
    await api('StopExecution', { executionArn: `${stateMachineArn.replace('stateMachine', 'execution')}:b` });
    interface Page {
      readonly executions: { readonly name: string }[];
      readonly nextToken?: string;
    }
    const list = (more: object) => api<Page>('ListExecutions', { stateMachineArn, ...more });
    const first = await list({ maxResults: 2 });
    expect(first.executions.map(({ name }) => name)).toEqual(['c', 'b']);
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(second.executions.map(({ name }) => name)).toEqual(['a']);
    expect(second.nextToken).toBeUndefined();
    const running = await list({ statusFilter: 'RUNNING' });
    expect(running.executions.map(({ name }) => name)).toEqual(['c', 'a']);
  });

  it('gives the history in pages, backwards, and without data', async () => {
    const { run, api } = workbench();
    const execution = await run(only({ Type: 'Pass' }), { secret: 1 });
    interface Page {
      readonly events: HistoryEvent[];
      readonly nextToken?: string;
    }
    const history = (more: object) =>
      api<Page>('GetExecutionHistory', { executionArn: execution.facts.arn, ...more });
    const first = await history({ maxResults: 3 });
    const rest = await history({ maxResults: 3, nextToken: first.nextToken });
    expect([...first.events, ...rest.events].map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect((await history({ reverseOrder: true, maxResults: 1 })).events[0]?.type).toBe('ExecutionSucceeded');
    expect(JSON.stringify(await history({ includeExecutionData: false }))).not.toContain('secret');
  });

  it('publishes a status change when an execution starts and when it ends', async () => {
    const { run, published } = workbench();
    const execution = await run(only({ Type: 'Fail', Error: 'Lost', Cause: 'gone', End: undefined }));
    expect(published).toMatchObject([
      { detail: { status: 'RUNNING', stopDate: null, error: null, input: '{}' } },
      {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        resources: [execution.facts.arn],
        detail: {
          executionArn: execution.facts.arn,
          stateMachineArn: execution.facts.stateMachineArn,
          name: execution.facts.name,
          status: 'FAILED',
          startDate: Date.parse('2026-01-01T00:00:00Z'),
          stopDate: execution.stoppedAt,
          output: null,
          error: 'Lost',
          cause: 'gone',
        },
      },
    ]);
  });

  it('records each transition in the trace', async () => {
    const { run, kernel } = workbench();
    await run(only({ Type: 'Pass' }));
    expect(
      kernel.trace.entries.map(({ kind, transition, state, status }) => [kind, transition, state ?? status]),
    ).toEqual([
      ['transition', 'execution', 'RUNNING'],
      ['transition', 'entered', 'S'],
      ['transition', 'execution', 'SUCCEEDED'],
    ]);
  });
});

describe('limits', () => {
  it('makes transitions wait for the bucket of the region, and refuses none', async () => {
    const bucket = { capacity: 2, refillPerSecond: 1 };
    const { run, kernel } = workbench(undefined, 1, { buckets: { 'states/StateTransition': bucket } });
    const began = kernel.now();
    const items = Array.from({ length: 9 }, (_, index) => index);
    const execution = await run(only({ Type: 'Map', Items: items, ItemProcessor: inner({ Type: 'Pass' }) }));
    expect(execution.status).toBe('SUCCEEDED');
    expect(Math.round((kernel.now() - began) / 1000)).toBe(8);
  });

  it('fails an endless loop at 25,000 events, of which the failure is the last', async () => {
    const { run } = workbench();
    const execution = await run({
      StartAt: 'Loop',
      States: {
        Loop: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Loop' }], Default: 'End' },
        End: { Type: 'Succeed' },
      },
    });
    expect(execution.error).toBe('States.Runtime');
    expect(execution.cause).toBe('The execution reached the maximum number of history events (25000).');
    expect(execution.history.events.at(-1)).toMatchObject({ id: 25_000, previousEventId: 24_999 });
  });

  it('refuses an input over 256 KiB', async () => {
    const { create, api } = workbench();
    const stateMachineArn = await create(waiting);
    const input = JSON.stringify('x'.repeat(262_144));
    await expect(api('StartExecution', { stateMachineArn, input })).rejects.toMatchObject({
      code: 'InvalidExecutionInput',
    });
  });
});

describe('determinism', () => {
  it('gives the same trace for the same seed, branches and all', async () => {
    const trace = async (seed: number) => {
      const { run, kernel } = workbench(async (payload) => {
        await kernel.sleep(kernel.random('work').integer(1, 5000));
        return payload;
      }, seed);
      const processor = inner({
        Type: 'Task',
        Resource: 'arn:aws:lambda:us-east-1:111122223333:function:work',
      });
      const execution = await run(only({ Type: 'Map', Items: [1, 2, 3, 4], ItemProcessor: processor }));
      expect(outputOf(execution)).toEqual([1, 2, 3, 4]);
      return kernel.trace.hash();
    };
    expect(await trace(7)).toBe(await trace(7));
    expect(await trace(7)).not.toBe(await trace(8));
  });
});

describe('an execution', () => {
  it('is counted by its state machine, when it starts and by how it ends', async () => {
    const ends = [
      [{ Type: 'Succeed', End: undefined }, 'ExecutionsSucceeded'],
      [{ Type: 'Fail', End: undefined }, 'ExecutionsFailed'],
    ] as const;
    const of = 'StateMachineArn=arn:aws:states:us-east-1:111122223333:stateMachine:machine';
    for (const [state, metric] of ends) {
      const { run, counted } = workbench();
      await run(only(state));
      expect(counted).toEqual([`AWS/States ExecutionsStarted ${of}`, `AWS/States ${metric} ${of}`]);
    }
    const late = workbench();
    await late.run({ ...waiting, TimeoutSeconds: 10 });
    expect(late.counted[1]).toBe(`AWS/States ExecutionsTimedOut ${of}`);
    const stopped = workbench();
    const { facts } = await stopped.start(waiting);
    await stopped.api('StopExecution', { executionArn: facts.arn });
    expect(stopped.counted[1]).toBe(`AWS/States ExecutionsAborted ${of}`);
  });
});
