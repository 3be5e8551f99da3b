import type { Templates } from '../../aws/deployment/compile-templates.ts';
import { runEach, runSimulations, SimulationFailed } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { type Grant, nameOf, timesUsed, withoutGrant } from './grants.ts';
import { type GrantScenario, scenarios } from './scenarios.ts';
import { specOf } from './specs.ts';

/** A scenario as it goes with every grant in place. */
export interface Baseline {
  readonly scenario: GrantScenario;
  readonly report: SimulationReport;
}

interface Fleet {
  readonly templates: Templates;
  readonly root: string;
  readonly processes: number;
}

/** Runs every scenario once. Throws where one does not end as it should. */
export async function baselines({ templates, root, processes }: Fleet): Promise<readonly Baseline[]> {
  const results = await runSimulations(
    scenarios.map((scenario, index) => specOf(scenario, { seed: index + 1, templates, root })),
    processes,
  );
  return results.map((report, index) => {
    const scenario = scenarios[index] as GrantScenario;
    if (report instanceof SimulationFailed) throw new Error(`${scenario.name}: ${report.message}`);
    if (report.invariants.violated.length > 0)
      throw new Error(`${scenario.name}: ${report.invariants.violated.join('; ')}`);
    const denied = failuresOf(report).filter((text) => DENIED.test(text));
    if (denied.length > 0) throw new Error(`${scenario.name} lacks a grant: ${denied.join('; ')}`);
    return { scenario, report };
  });
}

/** Seeds of the runs with a grant taken out; those of the baselines are smaller. */
const SEED = 1000;

/** The texts by which somebody learns that a role lacks a permission. */
const DENIED =
  /is not authorized to (perform|access)|does not have permissions? to|AccessDenied|NO_PERMISSIONS/;

const failuresOf = (result: SimulationReport | SimulationFailed): readonly string[] =>
  result instanceof SimulationFailed ? [result.message] : (result.permissions?.failures ?? []);

const usesIn = ({ report }: Baseline, grant: Grant): number =>
  timesUsed(grant, report.permissions?.uses ?? []);

/** Whether any scenario needs the grant. */
export const isUsed = (grant: Grant, runs: readonly Baseline[]): boolean =>
  runs.some((run) => usesIn(run, grant) > 0);

/** A grant that was taken out, and where its absence showed. */
export interface Removal {
  readonly grant: Grant;
  readonly scenario: string;
  /** What says that access was denied; absent where nothing did. */
  readonly failure?: string;
}

/** Takes each of the grants out, once, and runs the quickest scenario that uses it; tells of each as it ends. */
export async function removals(
  grants: readonly Grant[],
  runs: readonly Baseline[],
  { templates, root, processes }: Fleet,
  onRemoval: (removal: Removal) => void = () => undefined,
): Promise<readonly Removal[]> {
  const quickest = [...runs].sort(
    (left, right) => left.report.stateTransitions - right.report.stateTransitions,
  );
  const planned = grants.flatMap((grant) => {
    const run = quickest.find((one) => usesIn(one, grant) > 0);
    return run ? [{ grant, scenario: run.scenario }] : [];
  });
  const specs = planned.map(({ grant, scenario }, index) =>
    specOf(scenario, {
      seed: SEED + index,
      templates: { ...templates, global: withoutGrant(templates.global, grant) },
      root,
    }),
  );
  const found: Removal[] = [];
  await runEach(specs, processes, (result, index) => {
    const { grant, scenario } = planned[index] as (typeof planned)[number];
    const failure = failuresOf(result).find((text) => DENIED.test(text));
    const removal = { grant, scenario: scenario.name, ...(failure === undefined ? {} : { failure }) };
    found.push(removal);
    onRemoval(removal);
    return true;
  });
  return found;
}

export function describeRemoval({ grant, scenario, failure }: Removal): string {
  return `${nameOf(grant)} in ${scenario}: ${failure?.slice(0, 240) ?? 'nothing was denied'}`;
}
