import { nameOfTaskFault, type TaskFault } from '../../rehearsal/faults/task-faults.ts';
import { runEach } from '../../rehearsal/simulation-process.ts';
import { type Covered, type Fleet, type Run, specOf } from './coverage.ts';
import { problemsOf } from './verdict.ts';
import type { TaskState, WorkflowStates } from './workflow-states.ts';

/** Faults of a task that must not change how its workflow ends. */
export const SURVIVED = ['crash-before', 'crash-after', 'lose-reply', 'lose-result'] as const;

/** One run, and its faults. */
export interface Case extends Run {
  readonly covered: Covered;
}

/** Problems of a case that should have none. */
export interface Finding {
  readonly name: string;
  readonly problems: readonly string[];
}

const faultOf = (
  kind: TaskFault['kind'],
  { workflow, state, functionName, changes }: TaskState,
): TaskFault =>
  kind === 'stop-execution' ? { kind, workflow, state } : { kind, workflow, state, functionName, changes };

const number = (cases: readonly Omit<Case, 'seed'>[], from: number): readonly Case[] =>
  cases.map((one, index) => ({ ...one, seed: from + index }));

/** Every task alone, in every way that it survives. */
export const alone = (covered: readonly Covered[]): readonly Case[] =>
  number(
    covered.flatMap((one) =>
      one.tasks.flatMap((task) =>
        SURVIVED.map((kind) => ({
          covered: one,
          taskFaults: [faultOf(kind, task)],
          ending: 'once' as const,
        })),
      ),
    ),
    10_000,
  );

/**
 * Cases with every fault that a task survives, for all tasks of a scenario in one run: a task that is tried again
 * meets the next fault.
 */
export const together = (covered: readonly Covered[]): readonly Case[] =>
  number(
    covered
      .filter(({ tasks }) => tasks.length > 0)
      .map((one) => ({
        covered: one,
        taskFaults: one.tasks.flatMap((task) => SURVIVED.map((kind) => faultOf(kind, task))),
        ending: 'once' as const,
      })),
    20_000,
  );

/** The execution is stopped in every task, and its request made again. */
export const stops = (covered: readonly Covered[]): readonly Case[] =>
  number(
    covered.flatMap((one) =>
      one.tasks.map((task) => ({
        covered: one,
        taskFaults: [faultOf('stop-execution', task)],
        ending: 'again' as const,
      })),
    ),
    30_000,
  );

/** Every task runs once more when another operation has had the cluster's lease. */
export const late = (covered: readonly Covered[]): readonly Case[] =>
  number(
    covered
      .filter(({ tasks }) => tasks.length > 0)
      .map((one) => ({ covered: one, taskFaults: [], ending: 'late' as const })),
    40_000,
  );

const nameOf = ({ covered, taskFaults, ending }: Case): string => {
  const faults =
    taskFaults.length > 3
      ? `${[...new Set(taskFaults.map(({ kind }) => kind))].join(', ')} in every task`
      : taskFaults.map(nameOfTaskFault).join(', ');
  return `${covered.scenario.name}: ${ending === 'late' ? 'every task late' : faults}`;
};

/** Runs the cases and answers those that went wrong. */
export async function sweep(
  cases: readonly Case[],
  workflows: readonly WorkflowStates[],
  fleet: Fleet,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const specs = cases.map((one) => specOf(one.covered.scenario, fleet, one));
  await runEach(specs, Math.min(fleet.processes, cases.length), (result, index) => {
    const one = cases[index] as Case;
    const problems = problemsOf(one.covered, one, result, workflows);
    if (problems.length > 0) found.push({ name: nameOf(one), problems });
    return true;
  });
  return found;
}
