import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import { parseFleet } from '../../domain/fleet/parse.ts';
import type { FleetDocument } from '../../domain/fleet/schema.ts';
import { runConsecutively } from '../../rehearsal/consecutive-runs.ts';
import { accountOf } from '../../rehearsal/prerequisites/account.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import { runSimulation } from '../../rehearsal/simulation-process.ts';
import type { AppliedDocument, SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { inlinePublicKeys } from '../documents/inline-public-keys.ts';
import { MadeUpKeys } from '../documents/made-up-keys.ts';
import { parseOverride, withOverride } from '../documents/override.ts';
import { readDocuments } from '../documents/read-paths.ts';
import { isScenario, readScenario } from '../documents/read-scenario.ts';
import type { Seam } from '../options.ts';
import { columns, duration, type OutputFormat, printResult } from '../output.ts';
import { ProgressLines } from '../progress.ts';
import { problemBlocks } from '../refuse-documents.ts';

interface SimulateOptions {
  readonly output: OutputFormat;
  readonly seed: number;
  /** As the scenario has it, else `wire`. */
  readonly seam?: Seam;
  readonly set?: readonly string[];
  readonly startAt?: string;
  /** What the documents name and do not make is left out. */
  readonly withoutPrerequisites?: boolean;
  /** A file for the requests made. */
  readonly calls?: string;
  /** So many seeds, from `seed` on; 1 if absent. */
  readonly runs?: number;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEFAULT_START = '2026-11-24T08:00:00Z';
const ACCOUNT_ID = '111122223333';
const EXAMPLE_REGIONS = ['us-east-2', 'us-east-1', 'us-west-2'];

export async function runStart(options: SimulateOptions): Promise<void> {
  await simulatePaths([`${ROOT}/examples`], options, EXAMPLE_REGIONS);
}

export async function runSimulate(paths: readonly string[], options: SimulateOptions): Promise<void> {
  await simulatePaths(paths, options);
}

/** Reads and validates every document before anything is simulated: one bad document refuses them all. */
async function simulatePaths(
  paths: readonly string[],
  options: SimulateOptions,
  regions?: readonly string[],
): Promise<void> {
  const read = await readDocuments(paths);
  const overrides = (options.set ?? []).map(parseOverride);
  const madeUp = new MadeUpKeys();
  const missingKey = options.withoutPrerequisites ? undefined : madeUp.keyFor;
  const overridden = async ({ source, value }: AppliedDocument): Promise<AppliedDocument> => {
    const set = overrides.reduce<unknown>((document, override) => withOverride(document, override), value);
    return { source, value: await inlinePublicKeys(set, missingKey) };
  };
  const [scenario] = await Promise.all(read.documents.filter(isScenario).map(readScenario));
  const startAt = options.startAt ?? scenario?.startAt ?? DEFAULT_START;
  const seam = options.seam ?? scenario?.seam;
  const documents = await Promise.all((scenario ?? read).documents.map(overridden));
  const steps =
    scenario &&
    (await Promise.all(
      scenario.steps.map(async (step) =>
        'apply' in step ? { ...step, apply: await Promise.all(step.apply.map(overridden)) } : step,
      ),
    ));
  const refused = [
    ...read.problems,
    ...(scenario?.problems ?? []),
    ...moreThanAScenario(read.documents),
    ...(scenario?.fleets ?? []).flatMap(
      ({ source, value }) => parseFleet(value, source, { now: startAt }).problems ?? [],
    ),
    ...appliedTogether(documents, steps).flatMap((applied) =>
      problemsOf(applied, startAt.slice(0, 10), regions),
    ),
  ];
  if (refused.length > 0) {
    refuse(options, refused, overrides);
    return;
  }
  const regionNames = regions ?? regionsOf(documents, scenario?.fleets ?? []);
  const stage = 'prod';
  process.stderr.write(`compiling the templates for ${regionNames.join(', ')}\n`);
  const templates = await compileTemplates({ root: ROOT, regions: regionNames, stage });
  const spec: SimulationSpec = {
    seed: options.seed,
    startAt,
    accountId: accountOf(documents, ACCOUNT_ID),
    stage,
    regions: regionNames,
    templates,
    root: ROOT,
    documents,
    ...(steps ? { steps } : {}),
    settings: scenario?.quotas ? { quotas: scenario.quotas } : {},
    ...(seam ? { seam } : {}),
    overrides,
    ...(options.withoutPrerequisites ? { withoutPrerequisites: true } : {}),
    ...(options.calls === undefined ? {} : { keepCalls: true }),
  };
  const { calls, ...report } = await run(spec, options.runs ?? 1);
  if (options.calls !== undefined) await writeFile(options.calls, `${JSON.stringify(calls, null, 2)}\n`);
  const told = { ...report, prerequisites: [...madeUp.prerequisites, ...report.prerequisites] };
  printResult(options.output, told, () => toTable(told));
  if (report.outcome !== 'succeeded') process.exitCode = 1;
}

/** One seed with its progress, or many of which each tells its end. */
async function run(spec: SimulationSpec, runs: number): Promise<SimulationReport> {
  if (runs === 1) {
    const progress = new ProgressLines();
    return runSimulation(spec, (message) => progress.tell(message));
  }
  const { done, report } = await runConsecutively(spec, runs, ({ seed, outcome, wallMs }) => {
    process.stderr.write(`seed ${seed} ${outcome} in ${(wallMs / 1000).toFixed(1)}s\n`);
  });
  process.stderr.write(`${done} of ${runs} seeds run; the report is of seed ${report.seed}\n`);
  return report;
}

const regionOf = ({ value }: AppliedDocument): string =>
  (value as { metadata: { region: string } }).metadata.region;
/** Home first: a fleet's own, else the first document's. */
function regionsOf(
  documents: readonly AppliedDocument[],
  fleets: readonly AppliedDocument[],
): readonly string[] {
  const ofFleets = fleets.flatMap(({ value }) => {
    const { home, regions } = (value as FleetDocument).spec;
    return [home, ...regions];
  });
  return [...new Set([...ofFleets, ...documents.map(regionOf)])];
}
const nameOf = ({ value }: AppliedDocument): string =>
  (value as { metadata: { name: string } }).metadata.name;

/** A scenario is run by itself: it says what is applied, and when. */
function moreThanAScenario(documents: readonly AppliedDocument[]): readonly Problem[] {
  const found = documents.find(isScenario);
  if (!found || documents.length === 1) return [];
  const message = 'a scenario is run by itself';
  return [
    {
      document: found.source,
      path: 'kind',
      found: `${documents.length} documents`,
      allowed: 'one Scenario',
      message,
    },
  ];
}

/** What is applied at once: of a scenario, which may describe one cluster again and again, step by step. */
function appliedTogether(
  documents: readonly AppliedDocument[],
  steps: readonly Step[] | undefined,
): readonly (readonly AppliedDocument[])[] {
  return steps ? steps.flatMap((step) => ('apply' in step ? [step.apply] : [])) : [documents];
}

/** Problems of each document, and of documents beside one another. */
function problemsOf(
  documents: readonly AppliedDocument[],
  today: string,
  regions: readonly string[] | undefined,
): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const document of documents) {
    const parsed = parseClusterConfig(document.value, document.source, { today });
    if (parsed.problems) {
      problems.push(...parsed.problems);
      continue;
    }
    const region = regionOf(document);
    const identity = `${region}/${nameOf(document)}`;
    const other = seen.get(identity);
    const at = (path: string, found: string, allowed: string, message: string): Problem => ({
      document: document.source,
      path,
      found,
      allowed,
      message,
    });
    if (other !== undefined)
      problems.push(
        at(
          'metadata.name',
          nameOf(document),
          'one document a cluster',
          `${other} already describes ${identity}`,
        ),
      );
    if (regions && !regions.includes(region))
      problems.push(
        at('metadata.region', region, regions.join(', '), `the fleet is not deployed in ${region}`),
      );
    seen.set(identity, document.source);
  }
  return problems;
}

function refuse(
  options: SimulateOptions,
  problems: readonly Problem[],
  overrides: SimulationReport['overrides'],
): void {
  const refused = problems.map(({ document, path, message, found, allowed, alternative }) => {
    const reason = `${message}; found ${found}, allowed ${allowed}${alternative === undefined ? '' : `; ${alternative}`}`;
    return { document, path, reason };
  });
  printResult(
    options.output,
    { seed: options.seed, outcome: 'refused', clusters: [], operations: [], refused, overrides },
    () => problemBlocks(problems),
  );
  process.exitCode = 1;
}

/** How many lines say what did not succeed, before operations are only counted. */
const MOST_LINES = 20;

/** What did not succeed: each with its reason, or where there are many, how many of which outcome. */
function unsuccessful(operations: SimulationReport['operations']): readonly string[] {
  const others = operations.filter(({ outcome }) => outcome !== 'Succeeded');
  if (others.length <= MOST_LINES)
    return others.map(({ cluster, outcome, reason }) => `${cluster} ${outcome}: ${reason ?? ''}`);
  const counts = new Map<string, number>();
  for (const { kind, outcome } of others)
    counts.set(`${kind} ${outcome}`, (counts.get(`${kind} ${outcome}`) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} operations: ${what} (--output json lists them)`);
}

function toTable(report: SimulationReport): string {
  const clusters =
    report.clusters.length === 0
      ? 'no cluster is left'
      : columns(
          ['CLUSTER', 'REGION', 'STATUS', 'VERSION', 'NODE GROUPS', 'TOOK', 'CRITICAL PATH', 'OVERHEAD'],
          report.clusters.map(
            ({
              name,
              region,
              status,
              version,
              nodeGroups,
              tookSeconds,
              criticalPathSeconds,
              overheadPercent,
            }) => [
              name,
              region,
              status,
              version,
              nodeGroups.join(',') || '-',
              duration(tookSeconds),
              duration(criticalPathSeconds),
              `${overheadPercent} %`,
            ],
          ),
        );
  const overrides = report.overrides.map(({ path, value }) => `set ${path}=${value}`);
  const prerequisites = report.prerequisites.map((text) => `there beforehand: ${text}`);
  const refusals = report.refused.map(
    ({ document, path, reason }) => `${document} refused: ${path}: ${reason}`,
  );
  const { checked, violated: found } = report.invariants;
  const violated =
    found.length > 0 ? found.map((text) => `violated: ${text}`) : [`held: ${checked.join(', ')}`];
  const failures = unsuccessful(report.operations);
  const calls = Object.values(report.awsCalls).reduce((sum, { count }) => sum + count, 0);
  const totals = [
    `virtual time ${duration(report.virtualSeconds)}, real time ${(report.wallMs / 1000).toFixed(1)}s`,
    `${report.operations.length} operations, ${calls} AWS calls, ${report.stateTransitions} state transitions, orchestration cost $${report.costUsd.toFixed(4)}`,
    `seed ${report.seed}, trace ${report.traceHash}`,
  ];
  return [
    clusters,
    ...overrides,
    ...prerequisites,
    ...failures,
    ...refusals,
    ...violated,
    '',
    ...totals,
  ].join('\n');
}
