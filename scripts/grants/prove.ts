import type { Templates } from '../../aws/deployment/compile-templates.ts';
import { runEach, runSimulations, SimulationFailed } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import type { GrantScenario } from './grant-scenario.ts';
import { type Grant, nameOf, timesUsed, withoutGrant } from './grants.ts';
import { scenarios } from './scenarios.ts';
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
    const denied = failuresOf(report).filter(showsAbsence);
    if (denied.length > 0) throw new Error(`${scenario.name} lacks a grant: ${denied.join('; ')}`);
    return { scenario, report };
  });
}

/** The first seed of each try with a grant taken out; seeds of the baselines are smaller. */
const SEEDS = 10_000;

/** The texts by which somebody learns that a role lacks a permission. */
const DENIED =
  /is not authorized to (perform|access)|does not have permissions? to|due to missing permissions for|AccessDenied|NO_PERMISSIONS/;
/** AWS does not report that a function may not write its log: the lines are just missing. */
const UNLOGGED = /it ran, and no line of it is there/;
const showsAbsence = (text: string): boolean => DENIED.test(text) || UNLOGGED.test(text);

const failuresOf = (result: SimulationReport | SimulationFailed): readonly string[] =>
  result instanceof SimulationFailed ? [result.message] : (result.permissions?.failures ?? []);

const usesIn = ({ report }: Baseline, grant: Grant): number =>
  timesUsed(grant, report.permissions?.uses ?? []);

/** True where any scenario needs the grant. */
export const isUsed = (grant: Grant, runs: readonly Baseline[]): boolean =>
  runs.some((run) => usesIn(run, grant) > 0);

/** A grant that was taken out, and where its absence showed. */
export interface Removal {
  readonly grant: Grant;
  readonly scenario: string;
  /** The denial, or the thing that is missing because of it; absent where nothing tells of the removal. */
  readonly failure?: string;
}

/** A grant to take out, and the scenarios that use it, the quickest first. */
interface Planned {
  readonly grant: Grant;
  readonly scenarios: readonly GrantScenario[];
}

/**
 * The most times that a grant is taken out while nothing is denied: in some scenarios, chance decides whether it is
 * needed.
 */
const MOST_TRIES = 5;

/** Takes each of the grants out in its first scenario; tells of each as it ends. */
async function takeOut(
  planned: readonly Planned[],
  firstSeed: number,
  { templates, root, processes }: Fleet,
  onRemoval: (removal: Removal, planned: Planned) => void,
): Promise<void> {
  const specs = planned.map(({ grant, scenarios }, index) =>
    specOf(scenarios[0] as GrantScenario, {
      seed: firstSeed + index,
      templates: { ...templates, global: withoutGrant(templates.global, grant) },
      root,
    }),
  );
  await runEach(specs, processes, (result, index) => {
    const one = planned[index] as Planned;
    const scenario = (one.scenarios[0] as GrantScenario).name;
    const failure = failuresOf(result).find(showsAbsence);
    onRemoval({ grant: one.grant, scenario, ...(failure === undefined ? {} : { failure }) }, one);
    return true;
  });
}

/**
 * Takes each of the grants out, in the quickest scenario that uses it and shows that it is missing. Tells of each
 * removal as it ends.
 */
export async function removals(
  grants: readonly Grant[],
  runs: readonly Baseline[],
  fleet: Fleet,
  onRemoval: (removal: Removal) => void = () => undefined,
): Promise<readonly Removal[]> {
  const quickest = [...runs].sort(
    (left, right) => left.report.stateTransitions - right.report.stateTransitions,
  );
  let left: readonly Planned[] = grants.flatMap((grant) => {
    const using = quickest.filter((run) => usesIn(run, grant) > 0).map(({ scenario }) => scenario);
    // Few scenarios are tried again with other seeds.
    const tries = Array.from(
      { length: MOST_TRIES },
      (_, index) => using[index % using.length] as GrantScenario,
    );
    return using.length > 0 ? [{ grant, scenarios: tries }] : [];
  });
  const found: Removal[] = [];
  for (let attempt = 1; left.length > 0; attempt++) {
    const silent: Planned[] = [];
    await takeOut(left, attempt * SEEDS, fleet, (removal, { grant, scenarios }) => {
      const others = scenarios.slice(1);
      if (!removal.failure && others.length > 0) {
        silent.push({ grant, scenarios: others });
        return;
      }
      found.push(removal);
      onRemoval(removal);
    });
    left = silent;
  }
  return found;
}

export function describeRemoval({ grant, scenario, failure }: Removal): string {
  return `${nameOf(grant)} in ${scenario}: ${failure?.slice(0, 240) ?? 'nothing was denied'}`;
}
