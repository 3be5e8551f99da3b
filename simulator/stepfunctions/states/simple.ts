import type { FailState, Json, WaitState } from '../asl.ts';
import { EvaluationFailure, StateFailure } from '../failure.ts';
import { evaluationContext, leave, type StateRun, type Transition, typedField } from '../state-run.ts';

/** The guide, "Wait": at most 99,999,999 seconds. */
const WAIT_SECONDS_MAX = 99_999_999;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Ends its machine with the error that it names; either member may be absent. */
export async function runFail(run: StateRun, state: FailState): Promise<Transition> {
  const context = evaluationContext(run);
  const text = async (value: Json | undefined, name: string) =>
    value === undefined ? undefined : ((await typedField(run, value, name, ['string'], context)) as string);
  throw new StateFailure(await text(state.Error, 'Error'), await text(state.Cause, 'Cause'));
}

/** Waits for seconds or until a moment; one that has passed is no wait. */
export async function runWait(run: StateRun, state: WaitState): Promise<Transition> {
  const context = evaluationContext(run);
  await run.thread.scope.sleep(Math.max(0, await waitMs(run, state)));
  return leave(run, run.input, { from: state, next: state.Next, context });
}

async function waitMs(run: StateRun, state: WaitState): Promise<number> {
  const context = evaluationContext(run);
  if (state.Seconds !== undefined) {
    const seconds = (await typedField(run, state.Seconds, 'Seconds', ['integer'], context)) as number;
    if (seconds < 0 || seconds > WAIT_SECONDS_MAX) {
      throw new EvaluationFailure(`The field 'Seconds' has an invalid value: ${seconds}`, 'Seconds');
    }
    return seconds * 1000;
  }
  const timestamp = (await typedField(
    run,
    state.Timestamp ?? null,
    'Timestamp',
    ['string'],
    context,
  )) as string;
  if (!TIMESTAMP.test(timestamp)) {
    throw new EvaluationFailure(`The field 'Timestamp' has an invalid value: ${timestamp}`, 'Timestamp');
  }
  return Date.parse(timestamp) - run.thread.interpreter.now();
}
