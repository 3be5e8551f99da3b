import type { Json, ParallelState } from '../asl.ts';
import { endFailed, fork, record, recordBeside, type Thread } from '../executions/thread.ts';
import { StateFailure } from '../failure.ts';
import { evaluationContext, field, leave, type StateRun, type Transition } from '../state-run.ts';

/** Runs all branches side by side; the first that fails ends the others and is the state's failure. */
export async function runParallel(run: StateRun, state: ParallelState): Promise<Transition> {
  const { thread } = run;
  const input =
    state.Arguments === undefined
      ? run.input
      : await field(run, state.Arguments, 'Arguments', evaluationContext(run));
  record(thread, 'ParallelStateStarted');
  const branches = state.Branches.map((branch) => ({
    branch,
    thread: fork(thread),
  }));
  const result = await thread.scope.wait(
    new Promise<Json[]>((resolve, reject) => {
      const outputs: Json[] = [];
      let running = branches.length;
      const fail = (failed: Thread, error: unknown) => {
        const isQuiet = !(error instanceof StateFailure) || error.isRuntime;
        if (!isQuiet) endFailed(failed);
        for (const other of branches) other.thread.scope.end(isQuiet);
        thread.previousEventId = failed.previousEventId;
        reject(error);
      };
      for (const [index, { branch, thread: own }] of branches.entries()) {
        own.scope.wait(run.runMachine(branch, input, own)).then(
          (output) => {
            outputs[index] = output;
            own.scope.close();
            thread.previousEventId = own.previousEventId;
            if (--running === 0) resolve(outputs);
          },
          (error) => fail(own, error),
        );
      }
    }),
  );
  recordBeside(thread, 'ParallelStateSucceeded');
  return leave(run, result, { from: state, next: state.Next, context: evaluationContext(run, { result }) });
}
