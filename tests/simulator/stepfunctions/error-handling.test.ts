import { describe, expect, it } from '@jest/globals';
import { FUNCTION_ARN, handlerError, inner, only, outputOf, task, typesOf, workbench } from './workbench.ts';

/** Fails with these errors, one a call, and answers the number of the call after them. */
const failing =
  (...errors: readonly string[]) =>
  (_: unknown, attempt: number) => {
    const type = errors[attempt - 1];
    if (type !== undefined) throw handlerError(type);
    return attempt;
  };

const never = () => new Promise(() => {});
const handled = { Handled: { Type: 'Pass', End: true } };
const caught = (...ErrorEquals: string[]) => [{ ErrorEquals, Next: 'Handled', Output: 'caught' }];

type Run = Awaited<ReturnType<ReturnType<typeof workbench>['run']>>;

/** The waits between attempts, in seconds. */
function waits(execution: Run): number[] {
  const at = execution.history.events
    .filter(({ type }) => type === 'TaskScheduled')
    .map(({ timestamp }) => Math.round((timestamp?.getTime() ?? 0) / 1000));
  return at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
}

describe("the States language's Retry", () => {
  /** "Retrying After an Error" of the specification, with its four errors and two Retriers. */
  const example = task({
    Retry: [
      { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
      { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
    ],
    Catch: caught('States.ALL'),
  });

  it('waits one, two and five seconds in its example, and is used up at the fourth error', async () => {
    const { run } = workbench(failing('ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'));
    const execution = await run(only(example, handled));
    expect(waits(execution)).toEqual([1, 2, 5]);
    expect(outputOf(execution)).toBe('caught');
  });

  it('begins anew whenever the state is entered again', async () => {
    const errors = ['ErrorA', 'ErrorB', undefined, 'ErrorA', 'ErrorB'];
    const { run } = workbench((_, attempt) => {
      const type = errors[attempt - 1];
      if (type) throw handlerError(type);
      return attempt;
    });
    const execution = await run({
      StartAt: 'S',
      States: {
        S: { ...example, Next: 'Again' },
        Again: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input < 6 %}', Next: 'S' }],
          Default: 'Handled',
        },
        ...handled,
      },
    });
    expect(outputOf(execution)).toBe(6);
    expect(waits(execution)).toEqual([1, 2, 0, 1, 2]);
  });

  it('waits a second at first and twice as long each time, unless it is told otherwise', async () => {
    const { run } = workbench(failing('A', 'A', 'A'));
    expect(waits(await run(only(task({ Retry: [{ ErrorEquals: ['A'] }] }))))).toEqual([1, 2, 4]);
  });

  it('waits exactly the same with a rate of 1 and no jitter', async () => {
    const { run } = workbench(failing('A', 'A', 'A'));
    const retrier = { ErrorEquals: ['A'], IntervalSeconds: 7, BackoffRate: 1, JitterStrategy: 'NONE' };
    expect(waits(await run(only(task({ Retry: [retrier] }))))).toEqual([7, 7, 7]);
  });

  it('holds jittered waits below MaxDelaySeconds too', async () => {
    const { run } = workbench(failing(...Array.from({ length: 12 }, () => 'A')));
    const retrier = { ErrorEquals: ['A'], IntervalSeconds: 8, MaxDelaySeconds: 20, MaxAttempts: 12 };
    const found = waits(await run(only(task({ Retry: [{ ...retrier, JitterStrategy: 'FULL' }] }))));
    expect(found).toHaveLength(12);
    expect(Math.max(...found)).toBeLessThanOrEqual(20);
    expect(new Set(found).size).toBeGreaterThan(4);
  });

  it('tries never again with MaxAttempts 0, though a later Retrier would match', async () => {
    const { run } = workbench(failing('A'));
    const retry = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    const execution = await run(only(task({ Retry: retry })));
    expect([execution.error, waits(execution)]).toEqual(['A', []]);
  });

  it('leaves errors that it does not name to Catch, or to the end of the execution', async () => {
    const { run } = workbench(failing('B'));
    const execution = await run(only(task({ Retry: [{ ErrorEquals: ['A'] }] })));
    expect([execution.error, waits(execution)]).toEqual(['B', []]);
  });

  it('gives each attempt a timeout of its own', async () => {
    const { run, kernel } = workbench(async (_, attempt) => {
      await kernel.sleep(attempt < 3 ? 3_600_000 : 8000);
      return attempt;
    });
    const retrier = { ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, BackoffRate: 1 };
    const execution = await run(only(task({ TimeoutSeconds: 10, Retry: [retrier] })));
    expect([outputOf(execution), waits(execution)]).toEqual([3, [11, 11]]);
    expect(typesOf(execution).filter((type) => type === 'TaskTimedOut')).toHaveLength(2);
  });
});

describe('the reserved error names', () => {
  const ended = async (state: object, work: Parameters<typeof workbench>[0]) => {
    const execution = await workbench(work).run(only({ ...task(), ...state }, handled));
    return outputOf(execution) ?? execution.error;
  };

  it.each(['NodeGroupBusy', 'Sandbox.Timedout', 'Runtime.ExitError', 'TypeError'])(
    'States.TaskFailed and States.ALL match %s',
    async (type) => {
      expect(await ended({ Catch: caught('States.TaskFailed') }, failing(type))).toBe('caught');
      expect(await ended({ Catch: caught('States.ALL') }, failing(type))).toBe('caught');
    },
  );

  it('States.TaskFailed matches no timeout, States.Timeout and States.ALL do', async () => {
    const TimeoutSeconds = 5;
    expect(await ended({ TimeoutSeconds, Catch: caught('States.TaskFailed') }, never)).toBe('States.Timeout');
    expect(await ended({ TimeoutSeconds, Catch: caught('States.Timeout') }, never)).toBe('caught');
    expect(await ended({ TimeoutSeconds, Catch: caught('States.ALL') }, never)).toBe('caught');
  });

  it('States.HeartbeatTimeout matches no timeout, States.Timeout matches a missed heartbeat', async () => {
    const token = {
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: FUNCTION_ARN, Payload: { token: '{% $states.context.Task.Token %}' } },
    };
    const late = { ...token, TimeoutSeconds: 5, Catch: caught('States.HeartbeatTimeout') };
    expect(await ended(late, () => 'ok')).toBe('States.Timeout');
    const silent = { ...token, HeartbeatSeconds: 5, Catch: caught('States.Timeout') };
    expect(await ended(silent, () => 'ok')).toBe('caught');
  });

  it('States.ALL matches no States.Runtime', async () => {
    const state = {
      Type: 'Choice',
      Choices: [{ Condition: '{% false %}', Next: 'Handled' }],
      End: undefined,
    };
    const { run } = workbench();
    const branch = { StartAt: 'I', States: { I: { ...state }, Handled: { Type: 'Succeed' } } };
    const machine = only(
      { Type: 'Parallel', Branches: [branch], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }] },
      { After: { Type: 'Succeed' } },
    );
    expect((await run(machine)).error).toBe('States.Runtime');
  });
});

describe('task tokens under Retry', () => {
  const callback = (more: object) =>
    only({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: FUNCTION_ARN, Payload: { token: '{% $states.context.Task.Token %}' } },
      ...more,
    });

  it('are new for each attempt, and those before are no more use', async () => {
    const tokens: string[] = [];
    const { run, api, settle } = workbench((payload) => {
      tokens.push((payload as { token: string }).token);
      return 'accepted';
    });
    const Retry = [{ ErrorEquals: ['States.HeartbeatTimeout'], IntervalSeconds: 1 }];
    const execution = await run(callback({ HeartbeatSeconds: 10, Retry }), {}, 12_000);
    expect(new Set(tokens).size).toBe(2);
    const [old, current] = tokens;
    await expect(api('SendTaskSuccess', { taskToken: old, output: '1' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
    await api('SendTaskSuccess', { taskToken: current, output: '2' });
    await settle();
    expect(outputOf(execution)).toBe(2);
  });
});

describe('a failure inside Parallel and Map', () => {
  const slow = async (payload: unknown, kernel: { sleep(ms: number): Promise<void> }) => {
    if (payload === 'bad') throw handlerError('Broken');
    await kernel.sleep(60_000);
    return payload;
  };

  it('aborts nested states from the inside out, and late results change nothing', async () => {
    const bench = workbench((payload) => slow(payload, bench.kernel));
    const nested = only({ Type: 'Parallel', Branches: [inner(task(), 'Deep')] });
    const outer = { StartAt: 'N', States: { N: nested.States.S } };
    const bad = inner(task({ Arguments: { FunctionName: FUNCTION_ARN, Payload: 'bad' } }), 'Bad');
    const execution = await bench.run(only({ Type: 'Parallel', Branches: [outer, bad] }), 'good');
    expect(execution.error).toBe('Broken');
    const types = typesOf(execution);
    // The task that failed is told of as aborted too (recorded on AWS).
    expect(types.filter((type) => /Aborted$/.test(type))).toEqual([
      'TaskStateAborted',
      'TaskStateAborted',
      'ParallelStateAborted',
    ]);
    expect(types.at(-1)).toBe('ExecutionFailed');
    expect(types.filter((type) => type === 'TaskSucceeded')).toEqual([]);
  });

  it('starts no iteration that had not begun', async () => {
    const { run } = workbench((payload) => {
      if (payload === 'bad') throw handlerError('Broken');
      return payload;
    });
    const execution = await run(
      only(
        {
          Type: 'Map',
          Items: '{% $states.input %}',
          MaxConcurrency: 1,
          ItemProcessor: inner(task()),
          Catch: caught('Broken'),
        },
        handled,
      ),
      ['good', 'bad', 'never', 'never'],
    );
    expect(outputOf(execution)).toBe('caught');
    expect(typesOf(execution).filter((type) => type === 'MapIterationStarted')).toHaveLength(2);
    expect(typesOf(execution)).not.toContain('MapIterationAborted');
  });

  it('is retried inside first, whose attempts begin anew when the whole is retried', async () => {
    const { run } = workbench(failing('A', 'A', 'A', 'A', 'A'));
    const branch = inner(task({ Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }] }));
    const execution = await run(
      only({ Type: 'Parallel', Branches: [branch], Retry: [{ ErrorEquals: ['A'], MaxAttempts: 2 }] }),
    );
    expect(outputOf(execution)).toEqual([6]);
    expect(typesOf(execution).filter((type) => type === 'ParallelStateStarted')).toHaveLength(3);
  });

  it('is caught by the state around it, whose Catch gets Error and Cause and may Assign', async () => {
    const { run } = workbench(failing('A'));
    const Catch = [
      {
        ErrorEquals: ['A'],
        Next: 'After',
        Assign: { error: '{% $states.errorOutput.Error %}' },
        Output: '{% $parse($states.errorOutput.Cause).errorMessage %}',
      },
    ];
    const after = {
      After: { Type: 'Pass', Output: { error: '{% $error %}', cause: '{% $states.input %}' }, End: true },
    };
    const execution = await run(only({ Type: 'Parallel', Branches: [inner(task())], Catch }, after));
    expect(outputOf(execution)).toEqual({ error: 'A', cause: 'it broke' });
  });
});
