import { nameOfTaskFault, type TaskFault } from '../../rehearsal/faults/task-faults.ts';
import { runSimulations, SimulationFailed } from '../../rehearsal/simulation-process.ts';
import { type Covered, type Fleet, type Run, specOf } from './coverage.ts';
import type { Finding } from './sweep.ts';
import { problemsOf } from './verdict.ts';
import type { WorkflowStates } from './workflow-states.ts';

/** A scenario, and the states in which the next release is still to be deployed. */
interface Pending {
  readonly covered: Covered;
  readonly taskFaults: readonly TaskFault[];
}

function pendingOf(covered: Covered): Pending {
  const taskFaults = covered.states.map((name): TaskFault => {
    const [workflow = '', state = ''] = name.split('/');
    return { kind: 'deploy', workflow, state };
  });
  return { covered, taskFaults };
}

/**
 * Deploys the next release in every state that the scenarios enter. It takes several rounds: in one run, a deployment
 * begins at the first state that is entered once the one before has ended.
 */
export async function deployEverywhere(
  covered: readonly Covered[],
  workflows: readonly WorkflowStates[],
  fleet: Fleet,
  rounds = Number.POSITIVE_INFINITY,
): Promise<{ readonly deployed: number; readonly runs: number; readonly findings: readonly Finding[] }> {
  let pending = covered.map(pendingOf).filter(({ taskFaults }) => taskFaults.length > 0);
  let [deployed, runs] = [0, 0];
  const findings: Finding[] = [];
  for (let round = 0; round < rounds && pending.length > 0; round++) {
    const planned = pending.map(({ taskFaults }, index): Run => {
      return { seed: 50_000 + 100 * round + index, taskFaults, ending: 'once' };
    });
    const results = await runSimulations(
      pending.map((one, index) => specOf(one.covered.scenario, fleet, planned[index] as Run)),
      fleet.processes,
    );
    runs += results.length;
    pending = pending.flatMap(({ covered: one, taskFaults }, index) => {
      const result = results[index] as (typeof results)[number];
      const missed = result instanceof SimulationFailed ? [] : (result.examined?.missed ?? []);
      const left = taskFaults.filter((fault) => missed.includes(nameOfTaskFault(fault)));
      deployed += taskFaults.length - left.length;
      const problems = [...problemsOf(one, planned[index] as Run, result, workflows)];
      if (left.length === taskFaults.length)
        problems.push(...missed.map((name) => `${name} never came to pass`));
      if (problems.length > 0)
        findings.push({ name: `${one.scenario.name}: a deployment in the middle`, problems });
      return left.length === 0 || problems.length > 0 ? [] : [{ covered: one, taskFaults: left }];
    });
  }
  return { deployed, runs, findings };
}
