import { describe, expect, it } from '@jest/globals';
import { handlerError, only, outputOf, task, typesOf, workbench } from './workbench.ts';

const fails = () => {
  throw handlerError('NodeGroupBusy', 'try later');
};
const handled = { Handled: { Type: 'Pass', End: true } };

describe('Catch', () => {
  it('goes on with Error and Cause where the error is named', async () => {
    const { run } = workbench(fails);
    const state = task({ Catch: [{ ErrorEquals: ['NodeGroupBusy'], Next: 'Handled' }] });
    const execution = await run(only(state, handled));
    expect(execution.status).toBe('SUCCEEDED');
    const output = outputOf(execution) as { Error: string; Cause: string };
    expect(output.Error).toBe('NodeGroupBusy');
    expect(JSON.parse(output.Cause)).toEqual({
      errorType: 'NodeGroupBusy',
      errorMessage: 'try later',
      trace: [],
    });
    expect(typesOf(execution).slice(4, 6)).toEqual(['TaskFailed', 'TaskStateExited']);
  });

  it('gives the catcher its own Output and Assign over $states.errorOutput', async () => {
    const { run } = workbench(fails);
    const catcher = {
      ErrorEquals: ['States.TaskFailed'],
      Next: 'Handled',
      Output: { was: '{% $states.input.cluster %}' },
      Assign: { reason: '{% $states.errorOutput.Error %}' },
    };
    const after = {
      Handled: { Type: 'Pass', Output: '{% $states.input ~> |$|{"why": $reason}| %}', End: true },
    };
    const execution = await run(only(task({ Catch: [catcher] }), after), { cluster: 'blue' });
    expect(outputOf(execution)).toEqual({ was: 'blue', why: 'NodeGroupBusy' });
  });

  it('takes the first catcher that matches', async () => {
    const { run } = workbench(fails);
    const state = task({
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Handled', Output: 'other' },
        { ErrorEquals: ['States.ALL'], Next: 'Handled', Output: 'all' },
      ],
    });
    expect(outputOf(await run(only(state, handled)))).toBe('all');
  });

  it('is asked only when Retry is used up', async () => {
    let calls = 0;
    const { run } = workbench(() => {
      calls++;
      return fails();
    });
    const state = task({
      Retry: [{ ErrorEquals: ['NodeGroupBusy'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handled', Output: 'caught' }],
    });
    expect(outputOf(await run(only(state, handled)))).toBe('caught');
    expect(calls).toBe(3);
  });

  it('fails the execution where no catcher matches', async () => {
    const { run } = workbench(fails);
    const execution = await run(
      only(task({ Catch: [{ ErrorEquals: ['Other'], Next: 'Handled' }] }), handled),
    );
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBe('NodeGroupBusy');
  });

  it('catches a failed expression by States.QueryEvaluationError', async () => {
    const { run } = workbench();
    const state = task({
      Arguments: { FunctionName: '{% $states.input.missing %}' },
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Handled' }],
    });
    const execution = await run(only(state, handled));
    expect(outputOf(execution)).toEqual({
      Error: 'States.QueryEvaluationError',
      Cause:
        "An error occurred while executing the state 'S' (entered at the event id #2). The JSONata expression '$states.input.missing' specified for the field 'Arguments/FunctionName' returned nothing (undefined).",
    });
  });

  it('leaves a state output that is too large uncaught by States.ALL, as a terminal error', async () => {
    const { run } = workbench();
    const state = task({
      Output: '{% $join($range(1, 1000, 1).("x" & $pad("", 300, "-"))) %}',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handled' }],
    });
    const execution = await run(only(state, handled));
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBe('States.DataLimitExceeded');
  });
});
