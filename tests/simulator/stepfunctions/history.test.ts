import { describe, expect, it } from '@jest/globals';
import { FUNCTION_ARN, handlerError, only, task, workbench } from './workbench.ts';

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
    const state = { Type: 'Map', MaxConcurrency: 1, Items: [1, 2], ItemProcessor: only({ Type: 'Pass' }) };
    expect(chainOf(await run(only(state))).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered S',
      '6<5 PassStateExited S',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered S',
      '10<9 PassStateExited S',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited S',
      '14<13 ExecutionSucceeded',
    ]);
  });

  it('keeps a chain for each branch, and leaves by the one that ended last', async () => {
    const { run } = workbench();
    const quick = only({ Type: 'Pass' });
    const slow = only({ Type: 'Wait', Seconds: 5 });
    const execution = await run(only({ Type: 'Parallel', Branches: [slow, quick] }));
    const chain = chainOf(execution);
    expect(chain.slice(3, 5).map((event) => event.slice(1, 3))).toEqual(['<3', '<3']);
    expect(chain.slice(-4)).toEqual([
      expect.stringMatching(/^7<[45] WaitStateExited S$/),
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
    const lost = only({ Type: 'Fail', Error: 'Lost', End: undefined });
    const handled = { H: { Type: 'Succeed' } };
    const caught = { Catch: [{ ErrorEquals: ['Lost'], Next: 'H' }] };
    const parallel = await run(only({ Type: 'Parallel', Branches: [lost], ...caught }, handled));
    expect(chainOf(parallel).slice(2, 6)).toEqual([
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered S',
      '5<4 ParallelStateFailed',
      '6<5 ParallelStateExited S',
    ]);
    const other = workbench();
    const map = await other.run(only({ Type: 'Map', Items: [1], ItemProcessor: lost, ...caught }, handled));
    expect(chainOf(map).slice(2, 8)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 FailStateEntered S',
      '6<5 MapIterationFailed',
      '7<5 MapStateFailed',
      '8<7 MapStateExited S',
    ]);
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
