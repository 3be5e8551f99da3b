import { describe, expect, it } from '@jest/globals';
import { handlerError, inner, only, outputOf, task, typesOf, workbench } from './workbench.ts';

const map = (processor: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  only({ Type: 'Map', Items: '{% $states.input.items %}', ItemProcessor: processor, ...more });

const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

describe('Map', () => {
  it('gives the outputs in the order of the items', async () => {
    const { run, kernel } = workbench(async (payload) => {
      await kernel.sleep(1000 * (10 - (payload as number)));
      return (payload as number) * 2;
    });
    expect(outputOf(await run(map(inner(task())), { items: [1, 5, 9] }))).toEqual([2, 10, 18]);
  });

  it('runs no more than MaxConcurrency at once', async () => {
    let running = 0;
    let most = 0;
    const { run, kernel } = workbench(async () => {
      most = Math.max(most, ++running);
      await kernel.sleep(1000);
      running--;
    });
    await run(map(inner(task()), { MaxConcurrency: 2 }), { items: [1, 2, 3, 4, 5] });
    expect(most).toBe(2);
  });

  it('runs forty at once in inline mode at most', async () => {
    let running = 0;
    let most = 0;
    const { run, kernel } = workbench(async () => {
      most = Math.max(most, ++running);
      await kernel.sleep(1000);
      running--;
    });
    await run(map(inner(task())), { items: Array.from({ length: 100 }, (_, index) => index) });
    expect(most).toBe(40);
  });

  it('builds each input by ItemSelector, from the item and the input of the state', async () => {
    const { run } = workbench();
    const selector = {
      at: '{% $states.context.Map.Item.Index %}',
      name: '{% $states.context.Map.Item.Value %}',
      region: '{% $states.input.region %}',
    };
    const execution = await run(map(inner({ Type: 'Pass' }), { ItemSelector: selector }), {
      region: 'eu-west-1',
      items: ['a', 'b'],
    });
    expect(outputOf(execution)).toEqual([
      { at: 0, name: 'a', region: 'eu-west-1' },
      { at: 1, name: 'b', region: 'eu-west-1' },
    ]);
  });

  it('ends the other iterations when one fails', async () => {
    const { run, kernel } = workbench(async (payload) => {
      if (payload === 'bad') throw handlerError('Broken');
      await kernel.sleep(60_000);
    });
    const execution = await run(map(inner(task())), { items: ['good', 'bad'] });
    expect(execution.error).toBe('Broken');
    const types = typesOf(execution);
    expect(types.slice(-5)).toEqual([
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('starts the whole again on Retry', async () => {
    const { run } = workbench((_, attempt) => {
      if (attempt === 2) throw handlerError('Flaky');
      return attempt;
    });
    const execution = await run(
      map(inner(task()), { MaxConcurrency: 1, Retry: [{ ErrorEquals: ['Flaky'] }] }),
      { items: ['a', 'b'] },
    );
    expect(outputOf(execution)).toEqual([3, 4]);
  });

  it('says what Items gave where that is no list', async () => {
    const { run } = workbench();
    const execution = await run(map(inner({ Type: 'Pass' })), { items: 'three' });
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toBe(
      "An error occurred while executing the state 'S' (entered at the event id #2). The JSONata expression '$states.input.items' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'string' for value: \"three\"",
    );
  });

  it('counts iterations as transitions of the execution', async () => {
    const { run, service } = workbench();
    await run(map(inner({ Type: 'Pass' })), { items: [1, 2, 3] });
    expect(service.stateTransitions).toBe(4);
  });
});

describe('Map in Distributed mode', () => {
  it('runs child executions that leave the history of the parent to itself', async () => {
    const { run } = workbench();
    const execution = await run(map({ ...inner({ Type: 'Pass' }), ...distributed }), { items: [1, 2] });
    expect(outputOf(execution)).toEqual([1, 2]);
    expect(typesOf(execution)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('leaves out the items that fail, up to the tolerated count', async () => {
    const { run } = workbench((payload) => {
      if (payload === 'bad') throw handlerError('Broken');
      return payload;
    });
    const definition = map({ ...inner(task()), ...distributed }, { ToleratedFailureCount: 1 });
    const execution = await run(definition, { items: ['a', 'bad', 'b'] });
    expect(outputOf(execution)).toEqual(['a', 'b']);
  });

  it('fails when more fail than are tolerated', async () => {
    const { run } = workbench(() => {
      throw handlerError('Broken');
    });
    const definition = map({ ...inner(task()), ...distributed }, { ToleratedFailurePercentage: 50 });
    const execution = await run(definition, { items: ['a', 'b', 'c'] });
    expect(execution.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('hands the items on in batches', async () => {
    const { run } = workbench();
    const batcher = { MaxItemsPerBatch: 2, BatchInput: { region: 'eu-west-1' } };
    const execution = await run(
      map({ ...inner({ Type: 'Pass' }), ...distributed }, { ItemBatcher: batcher }),
      {
        items: [1, 2, 3],
      },
    );
    expect(outputOf(execution)).toEqual([
      { BatchInput: { region: 'eu-west-1' }, Items: [1, 2] },
      { BatchInput: { region: 'eu-west-1' }, Items: [3] },
    ]);
  });
});
