import type { Catcher, Retrier } from '../asl.ts';
import { EvaluationFailure, inState, matchesError, retryDelaySeconds, StateFailure } from '../failure.ts';
import { evaluationContext, leave, type StateRun, type Transition } from '../state-run.ts';
import { record, recordBeside } from './thread.ts';

/**
 * The way on from a state that failed: a retry (undefined, after the wait), the transition of a Catcher, or the
 * failure again. The first Retrier that matches decides alone; once it is used up, Catch is asked.
 */
export async function recover(run: StateRun, failure: StateFailure): Promise<Transition | undefined> {
  const { state } = run;
  const retriers: readonly Retrier[] = 'Retry' in state ? (state.Retry ?? []) : [];
  const retrier = retriers.find((one) => matchesError(one.ErrorEquals, failure));
  if (retrier && (run.retriesOf?.get(retrier) ?? 0) < (retrier.MaxAttempts ?? 3)) {
    await waitForRetry(run, retrier);
    return undefined;
  }
  const before = run.thread.previousEventId;
  reportFailed(run, failure);
  const catchers: readonly Catcher[] = 'Catch' in state ? (state.Catch ?? []) : [];
  const index = catchers.findIndex((one) => matchesError(one.ErrorEquals, failure));
  const catcher = catchers[index];
  if (!catcher) throw failure;
  const errorOutput = { Error: failure.errorName ?? '', Cause: failure.errorCause ?? '' };
  try {
    return await leave(run, errorOutput, {
      from: catcher,
      prefix: `Catch[${index}]/`,
      next: catcher.Next,
      context: evaluationContext(run, { errorOutput }),
    });
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    // The state fails a second time, from where it stood before it failed the first (floci issue 2868).
    run.thread.previousEventId = before;
    const again = reportEvaluation(run, error);
    reportFailed(run, again);
    throw again;
  }
}

function reportFailed({ state, thread }: StateRun, failure: StateFailure): void {
  if (failure.isRuntime) return;
  if (state.Type === 'Map' || state.Type === 'Parallel') record(thread, `${state.Type}StateFailed`);
}

/** Reports a failed evaluation. Before the state's own first event its predecessor is that of the state. */
export function reportEvaluation(run: StateRun, failure: StateFailure): StateFailure {
  if (!(failure instanceof EvaluationFailure)) return failure;
  const { thread } = run;
  const cause = inState(run.name, run.enteredEventId, failure.errorCause ?? '');
  const previous = thread.previousEventId === run.enteredEventId ? run.beforeEventId : thread.previousEventId;
  thread.previousEventId = recordBeside(
    thread,
    'EvaluationFailed',
    {
      evaluationFailedEventDetails: {
        error: failure.errorName,
        cause,
        ...(failure.location === undefined ? {} : { location: failure.location }),
        state: run.name,
      },
    },
    previous,
  );
  return new StateFailure(failure.errorName, cause);
}

async function waitForRetry(run: StateRun, retrier: Retrier): Promise<void> {
  const { interpreter, scope } = run.thread;
  run.retriesOf ??= new Map();
  const attempt = run.retriesOf.get(retrier) ?? 0;
  run.retriesOf.set(retrier, attempt + 1);
  const jitter = retrier.JitterStrategy === 'FULL' ? interpreter.jitter() : 1;
  await scope.sleep(retryDelaySeconds(retrier, attempt) * 1000 * jitter);
  run.retryCount++;
  interpreter.onTransition(run.name, 'retried');
}
