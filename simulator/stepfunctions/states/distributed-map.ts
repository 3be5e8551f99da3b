import type { Json, MapState } from '../asl.ts';
import { History } from '../executions/history.ts';
import { fork, record, type Thread } from '../executions/thread.ts';
import { StateFailure } from '../failure.ts';
import { evaluationContext, field, type StateRun, typedField } from '../state-run.ts';
import type { MapPlan } from './map-plan.ts';

/** The guide, "Map state in Distributed mode": 10,000 child workflow executions at once. */
const DISTRIBUTED_CONCURRENCY_MAX = 10_000;

/**
 * Distributed mode over items of the state's own input: each item or batch is a child execution with a history
 * of its own, which this simulator runs but does not list. Failures up to the tolerated count or percentage
 * leave out their results.
 */
export async function runDistributed(run: StateRun, state: MapState, plan: MapPlan): Promise<Json> {
  const { thread } = run;
  const { interpreter } = thread;
  const { stateMachineName } = interpreter.execution;
  const label = state.Label ?? interpreter.newUuid();
  const mapRun = `${stateMachineName}/${label}:${interpreter.newUuid()}`;
  const mapRunArn = interpreter.execution.stateMachineArn.replace(/stateMachine:.*$/, `mapRun:${mapRun}`);
  record(thread, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn } });
  const inputs = await batched(run, state, plan.inputs);
  const outputs = await runChildren(run, state, plan, inputs);
  const startedEventId = thread.previousEventId;
  record(thread, 'MapRunSucceeded');
  record(thread, 'MapStateSucceeded');
  thread.previousEventId = startedEventId;
  return outputs;
}

async function batched(run: StateRun, state: MapState, inputs: readonly Json[]): Promise<readonly Json[]> {
  if (state.ItemBatcher === undefined) return inputs;
  const context = evaluationContext(run);
  const { MaxItemsPerBatch = 1, BatchInput } = state.ItemBatcher;
  const name = 'ItemBatcher/MaxItemsPerBatch';
  const size = (await typedField(run, MaxItemsPerBatch, name, ['integer'], context)) as number;
  const shared =
    BatchInput === undefined ? undefined : await field(run, BatchInput, 'ItemBatcher/BatchInput', context);
  const batches: Json[] = [];
  for (let start = 0; start < inputs.length; start += size) {
    const items = inputs.slice(start, start + size);
    batches.push({ ...(shared === undefined ? {} : { BatchInput: shared }), Items: items });
  }
  return batches;
}

function runChildren(run: StateRun, state: MapState, plan: MapPlan, inputs: readonly Json[]): Promise<Json> {
  const { thread } = run;
  const limit = Math.min(plan.concurrency || DISTRIBUTED_CONCURRENCY_MAX, DISTRIBUTED_CONCURRENCY_MAX);
  const tolerated = Math.max(
    plan.toleratedCount,
    Math.floor((plan.toleratedPercentage / 100) * inputs.length),
  );
  return thread.scope.wait(
    new Promise<Json>((resolve, reject) => {
      const outputs: Json[] = [];
      const running = new Set<Thread>();
      let next = 0;
      let failures = 0;
      const goOn = () => {
        while (next < inputs.length && running.size < limit) start(next++);
        if (running.size === 0) resolve(outputs.filter((output) => output !== undefined));
      };
      const exceeded = () => {
        for (const own of running) own.scope.end();
        record(thread, 'MapRunFailed', { mapRunFailedEventDetails: { ...THRESHOLD } });
        reject(new StateFailure(THRESHOLD.error, THRESHOLD.cause));
      };
      const start = (index: number) => {
        const own = childOf(run, index, plan.items[index]);
        running.add(own);
        own.scope.wait(run.runMachine(state.ItemProcessor, inputs[index] as Json, own)).then(
          (output) => {
            outputs[index] = output;
            running.delete(own);
            own.scope.close();
            goOn();
          },
          (error) => {
            running.delete(own);
            own.scope.close();
            if (!(error instanceof StateFailure)) reject(error);
            else if (++failures > tolerated) exceeded();
            else goOn();
          },
        );
      };
      goOn();
    }),
  );
}

const THRESHOLD = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** A child execution sees none of its parent's variables (guide, "Variables" and Distributed Map). */
function childOf(run: StateRun, index: number, value: Json | undefined): Thread {
  const { interpreter } = run.thread;
  const parent: Thread = {
    ...run.thread,
    interpreter: { ...interpreter, history: new History(interpreter.now) },
    variables: {},
    previousEventId: 0,
  };
  const item = value === undefined ? undefined : { Index: index, Value: value };
  return fork(parent, item);
}
