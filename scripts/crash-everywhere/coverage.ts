import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { TaskFault } from '../../rehearsal/faults/task-faults.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { runSimulations, SimulationFailed } from '../../rehearsal/simulation-process.ts';
import type { Examined, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { region } from '../workflow-scenarios/by-hand.ts';
import { PLAN_REGIONS } from '../workflow-scenarios/standing-plan.ts';
import type { WorkflowScenario } from '../workflow-scenarios/workflow-scenario.ts';
import type { TaskState, WorkflowStates } from './workflow-states.ts';

const regions = [region];
const { stage } = BARE_FLEET;

export interface Fleet {
  readonly templates: Templates;
  /** Of a fleet in a plan's regions. */
  readonly templatesOfPlan: Templates;
  readonly root: string;
  readonly processes: number;
}

/** The fleets of all scenarios, as they are deployed. */
export async function fleetFrom(root: string, processes: number): Promise<Fleet> {
  const templates = await compileTemplates({ root, regions, stage });
  const templatesOfPlan = await compileTemplates({ root, regions: PLAN_REGIONS, stage });
  return { templates, templatesOfPlan, root, processes };
}

/** A scenario's run without faults, and the states that it is the first to enter. */
export interface Covered {
  readonly scenario: WorkflowScenario;
  readonly examined: Examined;
  readonly operations: readonly string[];
  readonly tasks: readonly TaskState[];
  /** `<workflow>/<state>` of every state, tasks among them. */
  readonly states: readonly string[];
}

/** A run of a scenario: how often its request is made, or whether its tasks are run late in the end. */
export interface Run {
  readonly seed: number;
  readonly taskFaults: readonly TaskFault[];
  readonly ending: 'once' | 'again' | 'late';
}

function stepsOf(scenario: WorkflowScenario, ending: Run['ending']): readonly Step[] {
  const { before = [], request, after, afterStop = after, newer = [], workflows } = scenario;
  if (ending === 'again') return [...before, ...request, ...request, ...afterStop];
  const once = [...before, ...request, ...after];
  return ending === 'once' ? once : [...once, ...newer, { runLate: workflows }, { wait: 600 }];
}

export function specOf(
  scenario: WorkflowScenario,
  { templates, templatesOfPlan, root }: Fleet,
  { seed, taskFaults, ending }: Run,
): SimulationSpec {
  const { documents, faults = [], hasPlan = false } = scenario;
  return {
    ...BARE_FLEET,
    seed,
    regions: hasPlan ? PLAN_REGIONS : regions,
    templates: hasPlan ? templatesOfPlan : templates,
    root,
    documents,
    steps: stepsOf(scenario, ending),
    faults,
    taskFaults,
  };
}

/** Each operation's kind and outcome, sorted. */
export const operationsIn = (
  operations: readonly { readonly kind: string; readonly outcome: string }[],
): readonly string[] => operations.map(({ kind, outcome }) => `${kind} ${outcome}`).sort();

/** Runs every scenario once. Throws where one does not end as it should. */
export async function coverage(
  scenarios: readonly WorkflowScenario[],
  workflows: readonly WorkflowStates[],
  fleet: Fleet,
): Promise<readonly Covered[]> {
  const results = await runSimulations(
    scenarios.map((scenario, index) =>
      specOf(scenario, fleet, { seed: index + 1, taskFaults: [], ending: 'once' }),
    ),
    fleet.processes,
  );
  const tasks = workflows.flatMap((workflow) => workflow.tasks);
  const taken = new Set<string>();
  return results.map((report, index) => {
    const scenario = scenarios[index] as WorkflowScenario;
    if (report instanceof SimulationFailed) throw new Error(`${scenario.name}: ${report.message}`);
    const { examined, invariants, operations } = report;
    if (invariants.violated.length > 0 || !examined)
      throw new Error(`${scenario.name}: ${invariants.violated.join('; ')}`);
    const states = examined.entered.filter(
      (name) => scenario.workflows.some((workflow) => name.startsWith(`${workflow}/`)) && !taken.has(name),
    );
    for (const name of states) taken.add(name);
    return {
      scenario,
      examined,
      operations: operationsIn(operations),
      tasks: tasks.filter(({ workflow, state }) => states.includes(`${workflow}/${state}`)),
      states,
    };
  });
}

/** States that no scenario of one request enters, each with the reason. One that is entered by now is to be taken away. */
export const NOT_ENTERED: Readonly<Record<string, string>> = {
  'drill-failover/WaitForFormerOwner':
    'a drill is refused while another has the lease; one takes it over only from who has it in the same moment',
  'drill-failover/EndSkipped':
    'a plan that is edited or moved between the acceptance of its drill and the first step',
  'drill-failover/ReleaseLeaseAfterSkipped': 'the same',
  'drill-failover/EndFailed':
    'whatever the try meets is caught, and told as what fell short: AWS refuses for good to read the standby, or to put it back',
  'drill-failover/PublishFailure': 'the same',
  'drill-failover/ReleaseLeaseAfterFailure': 'the same',
  'fail-over/EndSkipped':
    'an observer’s question that loses its claim to another: it needs two regions that fail at once',
  'fail-over/ReleaseLeaseAfterSkipped': 'the same',
  'prepare-failovers/WaitForEntry': 'another writes the plan’s item at the same moment',
  'prepare-failovers/WaitForWitnessWord':
    'the witness’s bucket comes later than Guard’s table, which takes longest',
  'prepare-failovers/WaitForStandbyWord': 'a word of other regions is taken away',
  'prepare-failovers/ReplicaLate': 'a replica that is late for five minutes',
  'prepare-failovers/SomeNotJudged': 'AWS refuses the look at a plan for good',
};

/** Names of the states that a Choice leads to for an answer that no contract allows. */
const IS_UNKNOWN = /Unknown/;

/**
 * States that no scenario enters, by name. Left out are states that only end an execution or a branch, and those that
 * no task can bring about.
 */
export function uncovered(
  workflows: readonly WorkflowStates[],
  covered: readonly Covered[],
): readonly string[] {
  const entered = new Set(covered.flatMap(({ states }) => states));
  return workflows
    .flatMap(({ workflow, states }) => states.map((state) => `${workflow}/${state}`))
    .filter((name) => !entered.has(name) && !(name in NOT_ENTERED) && !IS_UNKNOWN.test(name));
}
