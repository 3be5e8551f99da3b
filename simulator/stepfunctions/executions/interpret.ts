import type { Json, State, StateMachine } from '../asl.ts';
import type { Eventual } from '../eventual.ts';
import { StateFailure } from '../failure.ts';
import { evaluationContext, leave, type StateRun, type Transition } from '../state-run.ts';
import { runChoice } from '../states/choice.ts';
import { runMap } from '../states/map.ts';
import { runParallel } from '../states/parallel.ts';
import { runFail, runWait } from '../states/simple.ts';
import { runTask } from '../states/task.ts';
import { recover, reportEvaluation } from './recover.ts';
import { pass, type Thread } from './thread.ts';

/** Runs a state machine, a branch or an iteration to its end; throws `StateFailure` where it fails. */
export async function runMachine(machine: StateMachine, input: Json, thread: Thread): Promise<Json> {
  let name = machine.StartAt;
  let data = input;
  let text = JSON.stringify(input);
  for (;;) {
    const state = machine.States[name];
    if (!state) throw new Error(`no state ${name}: the definition was not validated`);
    await thread.scope.sleep(thread.interpreter.transitionMs());
    const ran = runState({ name, state, data, text }, thread);
    const transition = ran instanceof Promise ? await ran : ran;
    if (transition.next === undefined) return transition.output;
    name = transition.next;
    data = transition.output;
    text = transition.outputText;
  }
}

interface Entered {
  readonly name: string;
  readonly state: State;
  readonly data: Json;
  /** The data as JSON. */
  readonly text: string;
}

function runState({ name, state, data, text }: Entered, thread: Thread): Eventual<Transition> {
  const beforeEventId = thread.previousEventId;
  thread.current = state.Type;
  const enteredEventId = pass(thread, `${state.Type}StateEntered`, { name, text });
  thread.interpreter.onTransition(name, 'entered', thread.item?.Index);
  // It was stopped by that: its machine is being deleted.
  if (thread.scope.ended) return new Promise(() => undefined);
  const run: StateRun = {
    name,
    state,
    input: data,
    thread,
    language: state.QueryLanguage ?? thread.language,
    beforeEventId,
    enteredEventId,
    enteredAt: thread.interpreter.now(),
    runMachine,
    retryCount: 0,
  };
  try {
    const transition = runOnce(run);
    return transition instanceof Promise ? transition.catch((error) => goOn(run, error)) : transition;
  } catch (error) {
    return goOn(run, error);
  }
}

/** After a failure: by a Retrier, as often as it says, or a Catcher. */
async function goOn(run: StateRun, failure: unknown): Promise<Transition> {
  let error = failure;
  for (;;) {
    if (!(error instanceof StateFailure)) throw error;
    const transition = await recover(run, reportEvaluation(run, error));
    if (transition) return transition;
    try {
      return await runOnce(run);
    } catch (again) {
      error = again;
    }
  }
}

function runOnce(run: StateRun): Eventual<Transition> {
  const { state } = run;
  switch (state.Type) {
    case 'Pass':
      return leave(
        run,
        run.language === 'JSONPath' && state.Result !== undefined ? state.Result : run.input,
        {
          from: state,
          next: state.Next,
          context: evaluationContext(run),
        },
      );
    case 'Succeed':
      return leave(run, run.input, { from: state, next: undefined, context: evaluationContext(run) });
    case 'Fail':
      return runFail(run, state);
    case 'Wait':
      return runWait(run, state);
    case 'Choice':
      return runChoice(run, state);
    case 'Task':
      return runTask(run, state);
    case 'Parallel':
      return runParallel(run, state);
    case 'Map':
      return runMap(run, state);
  }
}
