import { describe, expect, it } from '@jest/globals';
import { FUNCTION_ARN, handlerError, inner, only, task, workbench } from './workbench.ts';

/** Each event as `id<previousEventId type name`. */
const chainOf = (execution: Awaited<ReturnType<ReturnType<typeof workbench>['run']>>): string[] =>
  execution.history.events.map((event) => {
    const name = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? '';
    return `${event.id}<${event.previousEventId} ${event.type} ${name}`.trim();
  });

const direct = (more: Record<string, unknown> = {}) => ({ Type: 'Task', Resource: FUNCTION_ARN, ...more });

describe('history', () => {
  it('links events to the one before, the first state to nothing', async () => {
    const { run } = workbench();
    const definition = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: direct({ Next: 'C' }), C: { Type: 'Succeed' } },
    };
    expect(chainOf(await run(definition))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered A',
      '3<2 PassStateExited A',
      '4<3 TaskStateEntered B',
      '5<4 LambdaFunctionScheduled',
      '6<5 LambdaFunctionStarted',
      '7<6 LambdaFunctionSucceeded',
      '8<7 TaskStateExited B',
      '9<8 SucceedStateEntered C',
      '10<9 SucceedStateExited C',
      '11<10 ExecutionSucceeded',
    ]);
  });

  it('follows a failed attempt with the next, and a caught failure with the exit', async () => {
    const { run } = workbench(() => {
      throw handlerError('Flaky');
    });
    const state = direct({
      Retry: [{ ErrorEquals: ['Flaky'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['Flaky'], Next: 'H' }],
    });
    expect(chainOf(await run(only(state, { H: { Type: 'Succeed' } }))).slice(2)).toEqual([
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionFailed',
      '6<5 LambdaFunctionScheduled',
      '7<6 LambdaFunctionStarted',
      '8<7 LambdaFunctionFailed',
      '9<8 TaskStateExited S',
      '10<9 SucceedStateEntered H',
      '11<10 SucceedStateExited H',
      '12<11 ExecutionSucceeded',
    ]);
  });

  it('starts the next iteration from the last state of the one before', async () => {
    const { run } = workbench();
    const state = { Type: 'Map', MaxConcurrency: 1, Items: [1, 2], ItemProcessor: inner({ Type: 'Pass' }) };
    expect(chainOf(await run(only(state))).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered I',
      '6<5 PassStateExited I',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered I',
      '10<9 PassStateExited I',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited S',
      '14<13 ExecutionSucceeded',
    ]);
  });

  it('keeps a chain for each branch, and leaves by the one that ended last', async () => {
    const { run } = workbench();
    const quick = inner({ Type: 'Pass' }, 'Q');
    const slow = inner({ Type: 'Wait', Seconds: 5 });
    const execution = await run(only({ Type: 'Parallel', Branches: [slow, quick] }));
    const chain = chainOf(execution);
    expect(chain.slice(3, 5).map((event) => event.slice(1, 3))).toEqual(['<3', '<3']);
    expect(chain.slice(-4)).toEqual([
      expect.stringMatching(/^7<[45] WaitStateExited I$/),
      '8<7 ParallelStateSucceeded',
      '9<7 ParallelStateExited S',
      '10<9 ExecutionSucceeded',
    ]);
  });

  it('reports a failed evaluation of a state as if it had not been entered', async () => {
    const { run } = workbench();
    const definition = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { ...task(), Arguments: '{% $nothing %}', End: true } },
    };
    const execution = await run(definition);
    expect(chainOf(execution).slice(3)).toEqual([
      '4<3 TaskStateEntered B',
      '5<3 EvaluationFailed',
      '6<5 ExecutionFailed',
    ]);
    expect(execution.history.events[4]?.evaluationFailedEventDetails).toEqual({
      error: 'States.QueryEvaluationError',
      cause: execution.cause,
      location: 'Arguments',
      state: 'B',
    });
  });

  it('ends Parallel and Map with their own failure, before it is caught', async () => {
    const { run } = workbench();
    const lost = inner({ Type: 'Fail', Error: 'Lost', End: undefined });
    const handled = { H: { Type: 'Succeed' } };
    const caught = { Catch: [{ ErrorEquals: ['Lost'], Next: 'H' }] };
    const parallel = await run(only({ Type: 'Parallel', Branches: [lost], ...caught }, handled));
    expect(chainOf(parallel).slice(2, 6)).toEqual([
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered I',
      '5<4 ParallelStateFailed',
      '6<5 ParallelStateExited S',
    ]);
    const other = workbench();
    const map = await other.run(only({ Type: 'Map', Items: [1], ItemProcessor: lost, ...caught }, handled));
    expect(chainOf(map).slice(2, 8)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 FailStateEntered I',
      '6<5 MapIterationFailed',
      '7<5 MapStateFailed',
      '8<7 MapStateExited S',
    ]);
  });

  it('reports a task that ends its branch as aborted beside its failure', async () => {
    const { run } = workbench(() => {
      throw handlerError('Lost');
    });
    const caught = { Catch: [{ ErrorEquals: ['Lost'], Next: 'H' }] };
    const execution = await run(
      only({ Type: 'Parallel', Branches: [inner(task())], ...caught }, { H: { Type: 'Succeed' } }),
    );
    expect(chainOf(execution).slice(5, 10)).toEqual([
      '6<5 TaskStarted',
      '7<6 TaskFailed',
      '8<7 TaskStateAborted',
      '9<7 ParallelStateFailed',
      '10<9 ParallelStateExited S',
    ]);
  });

  it('ends with States.Runtime from inside a branch or an iteration without a word of the states around', async () => {
    const choice = {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'D' }] },
        D: { Type: 'Succeed' },
      },
    };
    const parallel = await workbench().run(
      only({ Type: 'Parallel', Branches: [choice, inner({ Type: 'Wait', Seconds: 60 })] }),
    );
    expect(parallel.error).toBe('States.Runtime');
    expect(chainOf(parallel).filter((event) => /Aborted|StateFailed/.test(event))).toEqual([]);
    const map = await workbench().run(only({ Type: 'Map', Items: [1], ItemProcessor: choice }));
    expect(chainOf(map).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 ChoiceStateEntered C',
      '6<5 ExecutionFailed',
    ]);
  });

  it('fails a state a second time when its catcher fails', async () => {
    const catcher = { ErrorEquals: ['Lost'], Output: '{% $nothing %}', Next: 'H' };
    const lost = inner({ Type: 'Fail', Error: 'Lost', End: undefined });
    const execution = await workbench().run(
      only({ Type: 'Parallel', Branches: [lost], Catch: [catcher] }, { H: { Type: 'Succeed' } }),
    );
    expect(chainOf(execution).slice(3)).toEqual([
      '4<3 FailStateEntered I',
      '5<4 ParallelStateFailed',
      '6<4 EvaluationFailed',
      '7<6 ParallelStateFailed',
      '8<7 ExecutionFailed',
    ]);
    expect(execution.cause).toContain(
      "specified for the field 'Catch[0]/Output' returned nothing (undefined).",
    );
  });

  it('records what was assigned, as JSON text', async () => {
    const { run } = workbench();
    const execution = await run(only({ Type: 'Pass', Assign: { n: 1, s: 'x' } }));
    expect(execution.history.events[2]?.stateExitedEventDetails).toMatchObject({
      assignedVariables: { n: '1', s: '"x"' },
      assignedVariablesDetails: { truncated: false },
    });
  });
});
