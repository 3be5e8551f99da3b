import { isDeepStrictEqual } from 'node:util';
import { SimulationFailed } from '../../rehearsal/simulation-process.ts';
import type { Examined, SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { type Covered, operationsIn, type Run } from './coverage.ts';
import type { WorkflowStates } from './workflow-states.ts';

/**
 * Problems of a run, in words. Whatever faults its tasks had, the end must be as the scenario expects, with nothing
 * besides: every lease free, every request answered, and every execution ended well or with a failure of its
 * workflow's own. Only a stop may change how operations end.
 */
export function problemsOf(
  covered: Covered,
  { taskFaults, ending }: Run,
  result: SimulationReport | SimulationFailed,
  workflows: readonly WorkflowStates[],
): readonly string[] {
  if (result instanceof SimulationFailed) return [`${result.name}: ${result.message}`];
  const { examined, invariants, operations } = result;
  if (!examined) return ['nothing was examined'];
  const wrong = [...invariants.violated, ...unnamedEnds(examined, workflows)];
  if (ending === 'late') return wrong;
  // The sweep itself finds states at which no deployment began, since another one was under way.
  if (taskFaults.every(({ kind }) => kind !== 'deploy'))
    wrong.push(...examined.missed.map((fault) => `${fault} never came to pass`));
  if (ending === 'again')
    return covered.scenario.afterStop ? wrong : [...wrong, ...resourceProblems(examined, covered.examined)];
  return [
    ...wrong,
    ...differing('operations', operationsIn(operations), covered.operations),
    ...differing('executions', endsOf(examined), endsOf(covered.examined)),
    ...resourceProblems(examined, covered.examined),
  ];
}

function unnamedEnds({ executions }: Examined, workflows: readonly WorkflowStates[]): readonly string[] {
  return executions.flatMap(({ workflow, status, error = status }) => {
    const failures = workflows.find((one) => one.workflow === workflow)?.failures ?? [];
    // Nobody but the scenario itself stops executions.
    const isNamed = ['SUCCEEDED', 'ABORTED', ...failures].includes(error);
    return isNamed ? [] : [`${workflow} ended as ${error}, which is none of its failures`];
  });
}

/**
 * The ends of a run's executions. Reapers and looks for drift are left out, since they run by themselves; each end
 * counts once, since an event that comes twice starts an execution that does nothing.
 */
function endsOf({ executions }: Examined): readonly string[] {
  const ends = executions
    .filter(({ workflow }) => workflow !== 'reap-operations' && workflow !== 'detect-drift')
    .map(({ workflow, status, error }) => `${workflow} ${error ?? status}`);
  return [...new Set(ends)].sort();
}

function differing(what: string, found: readonly string[], wanted: readonly string[]): readonly string[] {
  if (isDeepStrictEqual(found, wanted)) return [];
  return [`${what} ended ${found.join(', ')}; where nothing goes wrong, ${wanted.join(', ')}`];
}

function resourceProblems(
  { resources: found }: Examined,
  { resources: wanted }: Examined,
): readonly string[] {
  const kinds = [...new Set([...Object.keys(found), ...Object.keys(wanted)])];
  return kinds
    .filter((kind) => found[kind] !== wanted[kind])
    .map((kind) => `${kind}: there are ${found[kind] ?? 0}; where nothing goes wrong, ${wanted[kind] ?? 0}`);
}
