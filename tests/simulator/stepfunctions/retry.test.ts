import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import { handlerError, only, outputOf, task, typesOf, workbench } from './workbench.ts';

const failTimes =
  (times: number, error = () => handlerError('Flaky')) =>
  (_: unknown, attempt: number) => {
    if (attempt <= times) throw error();
    return { attempt };
  };

describe('Retry', () => {
  it('runs a failed task again and goes on with its result', async () => {
    const { run } = workbench(failTimes(2));
    const execution = await run(only(task({ Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 2 }] })));
    expect(execution.status).toBe('SUCCEEDED');
    expect(outputOf(execution)).toEqual({ attempt: 3 });
    expect(typesOf(execution).filter((type) => type === 'TaskFailed')).toHaveLength(2);
  });

  it('waits longer each time, up to MaxDelaySeconds', async () => {
    const { run } = workbench(failTimes(3));
    const retrier = { ErrorEquals: ['States.ALL'], IntervalSeconds: 10, BackoffRate: 3, MaxDelaySeconds: 40 };
    const execution = await run(only(task({ Retry: [retrier] })));
    const scheduled = execution.history.events
      .filter((event) => event.type === 'TaskScheduled')
      .map((event) => Math.round((event.timestamp?.getTime() ?? 0) / 1000));
    const waits = scheduled.slice(1).map((at, index) => at - (scheduled[index] ?? 0));
    expect(waits).toEqual([10, 30, 40]);
  });

  it('draws FULL jitter between nothing and the whole delay', async () => {
    const waits = await Promise.all(
      [1, 2, 3, 4].map(async (seed) => {
        const { run, kernel } = workbench(failTimes(1), seed);
        const began = kernel.now();
        const retrier = { ErrorEquals: ['States.ALL'], IntervalSeconds: 1000, JitterStrategy: 'FULL' };
        await run(only(task({ Retry: [retrier] })));
        return kernel.now() - began;
      }),
    );
    expect(Math.max(...waits)).toBeLessThan(1_001_000);
    expect(new Set(waits).size).toBe(4);
  });

  it('stops after three attempts more unless MaxAttempts says otherwise, and counts each as a transition', async () => {
    const { run, service } = workbench(failTimes(9));
    const execution = await run(only(task({ Retry: [{ ErrorEquals: ['States.ALL'] }] })));
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBe('Flaky');
    expect(typesOf(execution).filter((type) => type === 'TaskScheduled')).toHaveLength(4);
    expect(service.stateTransitions).toBe(4);
  });

  it('gives each Retrier its own attempts', async () => {
    const errors = ['A', 'B', 'A', 'B'];
    const { run } = workbench((_, attempt) => {
      const type = errors[attempt - 1];
      if (type) throw handlerError(type);
      return 'done';
    });
    const retry = [
      { ErrorEquals: ['A'], MaxAttempts: 2 },
      { ErrorEquals: ['B'], MaxAttempts: 2 },
    ];
    expect(outputOf(await run(only(task({ Retry: retry }))))).toBe('done');
  });

  it('names what Lambda refuses after the service', async () => {
    const { run } = workbench(failTimes(1, () => new AwsError('TooManyRequestsException', 'Rate Exceeded.')));
    const retry = [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 1 }];
    expect(outputOf(await run(only(task({ Retry: retry }))))).toEqual({ attempt: 2 });
  });
});
