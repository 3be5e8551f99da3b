import { describe, expect, it } from '@jest/globals';
import { only, outputOf, task, typesOf, workbench } from './workbench.ts';

const never = () => new Promise(() => {});

describe('timeouts', () => {
  it('fails a task that outlives TimeoutSeconds, with no cause', async () => {
    const { run, kernel } = workbench(never);
    const began = kernel.now();
    const execution = await run(only(task({ TimeoutSeconds: 30 })));
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBe('States.Timeout');
    expect(execution.cause).toBeUndefined();
    expect(typesOf(execution).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
    expect(Math.round((kernel.now() - began) / 1000)).toBe(30);
  });

  it('takes TimeoutSeconds from an expression and records it', async () => {
    const { run } = workbench(never);
    const execution = await run(only(task({ TimeoutSeconds: '{% $states.input.limit %}' })), { limit: 7 });
    const scheduled = execution.history.events.find((event) => event.type === 'TaskScheduled');
    expect(scheduled?.taskScheduledEventDetails?.timeoutInSeconds).toBe(7);
    expect(execution.error).toBe('States.Timeout');
  });

  it('keeps States.TaskFailed from matching a timeout and gives the catcher an empty cause', async () => {
    const { run } = workbench(never);
    const state = task({
      TimeoutSeconds: 5,
      Catch: [
        { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
        { ErrorEquals: ['States.Timeout'], Next: 'Handled' },
      ],
    });
    const others = { Handled: { Type: 'Pass', End: true }, Wrong: { Type: 'Fail', Error: 'Wrong' } };
    expect(outputOf(await run(only(state, others)))).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  it('ignores a result that comes after the timeout', async () => {
    const { run, kernel } = workbench(async () => {
      await kernel.sleep(60_000);
      return 'late';
    });
    const execution = await run(only(task({ TimeoutSeconds: 10 })));
    expect(execution.error).toBe('States.Timeout');
    expect(typesOf(execution)).not.toContain('TaskSucceeded');
  });

  it('ends a machine at its own TimeoutSeconds as TIMED_OUT, whatever its states catch', async () => {
    const { run, api, kernel } = workbench(never);
    const began = kernel.now();
    const state = task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handled' }] });
    const definition = only(state, { Handled: { Type: 'Pass', End: true } });
    const execution = await run({ TimeoutSeconds: 3, ...definition });
    expect(execution.status).toBe('TIMED_OUT');
    expect(execution.stoppedAt).toBe(began + 3000);
    expect(execution.history.events.at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
    const described = await api<object>('DescribeExecution', { executionArn: execution.facts.arn });
    expect(described).not.toHaveProperty('error');
    expect(described).not.toHaveProperty('cause');
  });
});
