import { NotSimulated } from '../../aws-error.ts';
import type { Json, MapState } from '../asl.ts';
import { endFailed, fork, record, recordBeside, type Thread } from '../executions/thread.ts';
import { typeOf } from '../expressions/expression.ts';
import { EvaluationFailure, inState, StateFailure } from '../failure.ts';
import { evaluationContext, field, leave, type StateRun, type Transition, typedField } from '../state-run.ts';
import { runDistributed } from './distributed-map.ts';
import type { MapPlan } from './map-plan.ts';

/** The guide, "Map state in Inline mode": 40 iterations at once. */
const INLINE_CONCURRENCY_MAX = 40;

/** Runs the item processor once for each item; the outputs are a list in the order of the items. */
export async function runMap(run: StateRun, state: MapState): Promise<Transition> {
  const plan = await planOf(run, state);
  record(run.thread, 'MapStateStarted', { mapStateStartedEventDetails: { length: plan.items.length } });
  const distributed = state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  const result = distributed ? await runDistributed(run, state, plan) : await runInline(run, state, plan);
  return leave(run, result, { from: state, next: state.Next, context: evaluationContext(run, { result }) });
}

async function itemsOf(run: StateRun, state: MapState): Promise<Json[]> {
  const context = evaluationContext(run);
  if (state.Items !== undefined) {
    return (await typedField(run, state.Items, 'Items', ['array'], context)) as Json[];
  }
  if (typeOf(run.input) !== 'array') {
    throw new EvaluationFailure(
      `Map state input must be an array but was: ${JSON.stringify(run.input)}`,
      undefined,
    );
  }
  return run.input as Json[];
}

async function planOf(run: StateRun, state: MapState): Promise<MapPlan> {
  const context = evaluationContext(run);
  const items = await itemsOf(run, state);
  const number = async (value: Json | undefined, name: string, type: 'integer' | 'number' = 'integer') =>
    value === undefined ? 0 : ((await typedField(run, value, name, [type], context)) as number);
  const inputs: Json[] = [];
  for (const [index, value] of items.entries()) {
    if (state.ItemSelector === undefined) inputs.push(value);
    else {
      const item = { Index: index, Value: value };
      inputs.push(await field(run, state.ItemSelector, 'ItemSelector', evaluationContext(run, { item })));
    }
  }
  const plan = {
    items,
    inputs,
    concurrency: await number(state.MaxConcurrency, 'MaxConcurrency'),
    toleratedCount: await number(state.ToleratedFailureCount, 'ToleratedFailureCount'),
    toleratedPercentage: await number(
      state.ToleratedFailurePercentage,
      'ToleratedFailurePercentage',
      'number',
    ),
  };
  const fail = (what: string) => {
    throw new StateFailure('States.Runtime', inState(run.name, run.enteredEventId, what));
  };
  if (plan.concurrency < 0) fail('MaxConcurrency cannot be negative.');
  if (plan.toleratedCount < 0) fail('ToleratedFailureCount cannot be negative.');
  if (plan.toleratedPercentage < 0 || plan.toleratedPercentage > 100) {
    fail('ToleratedFailurePercentage must be between 0 and 100.');
  }
  return plan;
}

/** Inline mode: iterations are part of this history, and the first that fails ends the others. */
function runInline(run: StateRun, state: MapState, plan: MapPlan): Promise<Json> {
  const { thread } = run;
  const startedEventId = thread.previousEventId;
  const limit = Math.min(plan.concurrency || INLINE_CONCURRENCY_MAX, INLINE_CONCURRENCY_MAX);
  return thread.scope.wait(
    new Promise<Json>((resolve, reject) => {
      const outputs: Json[] = [];
      const running = new Map<number, Thread>();
      let next = 0;
      const fail = (index: number, own: Thread, error: unknown) => {
        running.delete(index);
        thread.previousEventId = own.previousEventId;
        if (error instanceof StateFailure && !error.isRuntime) {
          refuseTolerance(plan);
          endFailed(own);
          const details = { index, name: run.name };
          recordBeside(own, 'MapIterationFailed', { mapIterationFailedEventDetails: details });
          for (const [other, aborted] of running) abort(run, other, aborted);
        }
        own.scope.end(true);
        for (const aborted of running.values()) aborted.scope.end(true);
        reject(error);
      };
      const startNext = (previousEventId: number): void => {
        const index = next++;
        const own = startIteration(run, plan, index, previousEventId);
        running.set(index, own);
        const machine = run.runMachine(state.ItemProcessor, plan.inputs[index] as Json, own);
        own.scope
          .wait(machine)
          .then((output) => {
            running.delete(index);
            own.scope.close();
            outputs[index] = output;
            const details = { mapIterationSucceededEventDetails: { index, name: run.name } };
            thread.previousEventId = recordBeside(own, 'MapIterationSucceeded', details);
            if (next < plan.items.length) startNext(own.previousEventId);
            else if (running.size === 0) resolve(outputs);
          })
          .catch((error) => fail(index, own, error))
          .catch(reject);
      };
      while (next < Math.min(limit, plan.items.length)) startNext(startedEventId);
      if (plan.items.length === 0) resolve(outputs);
    }).then((outputs) => {
      recordBeside(thread, 'MapStateSucceeded');
      return outputs;
    }),
  );
}

function startIteration(run: StateRun, plan: MapPlan, index: number, previousEventId: number): Thread {
  const { thread } = run;
  const item = { Index: index, Value: plan.items[index] as Json };
  const own = fork(thread, item);
  own.previousEventId = recordBeside(
    thread,
    'MapIterationStarted',
    { mapIterationStartedEventDetails: { index, name: run.name } },
    previousEventId,
  );
  return own;
}

/** Refuses tolerated failures, which belong to Distributed mode: AWS's behaviour in Inline mode is not known. */
function refuseTolerance(plan: MapPlan): void {
  if (plan.toleratedCount === 0 && plan.toleratedPercentage === 0) return;
  throw new NotSimulated('A failed iteration of an INLINE Map state that tolerates failures');
}

function abort(run: StateRun, index: number, own: Thread): void {
  own.scope.end();
  recordBeside(own, 'MapIterationAborted', { mapIterationAbortedEventDetails: { index, name: run.name } });
}
