import { describe, expect, it } from '@jest/globals';
import { handlerError, inner, only, outputOf, task, typesOf, workbench } from './workbench.ts';

const branch = inner;
const wait = (seconds: number) => ({ Type: 'Wait', Seconds: seconds });

describe('Parallel', () => {
  it('gives the outputs in the order of the branches, whichever ends first', async () => {
    const { run, kernel } = workbench();
    const began = kernel.now();
    const slow = {
      StartAt: 'W',
      States: { W: { ...wait(9), Next: 'P' }, P: { Type: 'Pass', Output: 'slow', End: true } },
    };
    const execution = await run(
      only({ Type: 'Parallel', Branches: [slow, branch({ Type: 'Pass', Output: 'quick' })] }),
    );
    expect(outputOf(execution)).toEqual(['slow', 'quick']);
    expect(kernel.now() - began).toBeLessThan(10_000);
  });

  it('ends the other branches when one fails, and reports the state that each was in', async () => {
    const { run, kernel } = workbench();
    const began = kernel.now();
    const execution = await run(
      only({
        Type: 'Parallel',
        Branches: [
          branch(wait(3600)),
          branch({ Type: 'Fail', Error: 'Lost', Cause: 'gone', End: undefined }, 'J'),
        ],
      }),
    );
    expect([execution.status, execution.error, execution.cause]).toEqual(['FAILED', 'Lost', 'gone']);
    const types = typesOf(execution);
    expect(types.slice(3, 5).sort()).toEqual(['FailStateEntered', 'WaitStateEntered']);
    expect(types.slice(5)).toEqual(['WaitStateAborted', 'ParallelStateFailed', 'ExecutionFailed']);
    expect(kernel.now() - began).toBeLessThan(1000);
  });

  it('runs all branches again on Retry, with fresh variables', async () => {
    const { run } = workbench((_, attempt) => {
      if (attempt === 1) throw handlerError('Flaky');
      return 'ok';
    });
    const execution = await run(
      only({
        Type: 'Parallel',
        Branches: [branch(task())],
        Retry: [{ ErrorEquals: ['Flaky'] }],
      }),
    );
    expect(outputOf(execution)).toEqual(['ok']);
    expect(typesOf(execution).filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
    expect(typesOf(execution)).not.toContain('ParallelStateFailed');
  });

  it('catches a failure inside', async () => {
    const { run } = workbench();
    const execution = await run(
      only(
        {
          Type: 'Parallel',
          Branches: [branch({ Type: 'Fail', Error: 'Lost', End: undefined })],
          Catch: [{ ErrorEquals: ['Lost'], Next: 'Handled', Output: '{% $states.errorOutput.Error %}' }],
        },
        { Handled: { Type: 'Pass', End: true } },
      ),
    );
    expect(outputOf(execution)).toBe('Lost');
  });

  it('gives each branch its own Arguments copy and interleaves by virtual time', async () => {
    const { run } = workbench();
    const twoSteps = (name: string) => ({
      StartAt: `${name}1`,
      States: { [`${name}1`]: { ...wait(1), Next: `${name}2` }, [`${name}2`]: { ...wait(1), End: true } },
    });
    const execution = await run(
      only({ Type: 'Parallel', Arguments: { n: 1 }, Branches: [twoSteps('A'), twoSteps('B')] }),
    );
    const entered = execution.history.events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
    expect(entered.slice(1, 3).sort()).toEqual(['A1', 'B1']);
    expect(entered.slice(3).sort()).toEqual(['A2', 'B2']);
    expect(outputOf(execution)).toEqual([{ n: 1 }, { n: 1 }]);
  });
});
