import type { FailState, Json, WaitState } from '../asl.ts';
import { momentOf } from '../expressions/timestamp.ts';
import { EvaluationFailure, StateFailure } from '../failure.ts';
import { evaluationContext, leave, type StateRun, type Transition, typedField } from '../state-run.ts';

/** The guide, "Wait": at most 99,999,999 seconds. */
const WAIT_SECONDS_MAX = 99_999_999;

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
  const given = state.Timestamp ?? null;
  const timestamp = (await typedField(run, given, 'Timestamp', ['string'], context)) as string;
  const moment = momentOf(timestamp);
  if (moment === undefined) {
    // The text is AWS's for a path (github.com/localstack/localstack issue 10523). For an expression it is only known
    // that the evaluation fails (pull 12074).
    const what = 'The Timestamp parameter does not reference a valid ISO-8601 extended offset date-time';
    throw new EvaluationFailure(`${what} format string: ${String(given)} == ${timestamp}`, 'Timestamp');
  }
  return moment - run.thread.interpreter.now();
}
