import type { Catcher, Retrier } from './asl.ts';
import { matchesError, retryDelaySeconds, type StateFailure } from './failure.ts';
import { evaluationContext, leave, type StateRun, type Transition } from './state-run.ts';
import { record } from './thread.ts';

/**
 * What becomes of a state that failed: a retry (undefined, after the wait), the transition of a Catcher, or the
 * failure again. The first Retrier that matches decides alone; once it is used up, Catch is asked.
 */
export async function recover(run: StateRun, failure: StateFailure): Promise<Transition | undefined> {
  const { state } = run;
  const retriers: readonly Retrier[] = 'Retry' in state ? (state.Retry ?? []) : [];
  const retrier = retriers.find((one) => matchesError(one.ErrorEquals, failure));
  if (retrier && (run.retriesOf.get(retrier) ?? 0) < (retrier.MaxAttempts ?? 3)) {
    await waitForRetry(run, retrier);
    return undefined;
  }
  // States.Runtime ends the execution without a word of the states around (floci-io/floci issue 2868).
  const isReported = failure.errorName !== 'States.Runtime';
  if (isReported && (state.Type === 'Map' || state.Type === 'Parallel'))
    record(run.thread, `${state.Type}StateFailed`);
  const catchers: readonly Catcher[] = 'Catch' in state ? (state.Catch ?? []) : [];
  const index = catchers.findIndex((one) => matchesError(one.ErrorEquals, failure));
  const catcher = catchers[index];
  if (!catcher) throw failure;
  const errorOutput = { Error: failure.errorName ?? '', Cause: failure.errorCause ?? '' };
  return leave(run, errorOutput, {
    from: catcher,
    prefix: `Catch[${index}]/`,
    next: catcher.Next,
    context: evaluationContext(run, { errorOutput }),
  });
}

async function waitForRetry(run: StateRun, retrier: Retrier): Promise<void> {
  const { interpreter, scope } = run.thread;
  const attempt = run.retriesOf.get(retrier) ?? 0;
  run.retriesOf.set(retrier, attempt + 1);
  const jitter = retrier.JitterStrategy === 'FULL' ? interpreter.jitter() : 1;
  await scope.sleep(retryDelaySeconds(retrier, attempt) * 1000 * jitter);
  run.retryCount++;
  interpreter.onTransition(run.name, 'retried');
}
