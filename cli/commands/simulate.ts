import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { type Problem, sentenceOf } from '../../domain/cluster-config/problem.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import { parseFleet } from '../../domain/policy/parse.ts';
import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import { runConsecutively } from '../../rehearsal/consecutive-runs.ts';
import { accountOf } from '../../rehearsal/prerequisites/account.ts';
import { runSimulation, SimulationFailed } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { inlinePublicKeys } from '../documents/inline-public-keys.ts';
import { withLine } from '../documents/lines.ts';
import { MadeUpKeys } from '../documents/made-up-keys.ts';
import { parseOverride, withOverride } from '../documents/override.ts';
import { readDocuments } from '../documents/read-paths.ts';
import { isFleet, isScenario, readScenario } from '../documents/read-scenario.ts';
import type { Seam } from '../options.ts';
import { type OutputFormat, printResult } from '../output.ts';
import { ProgressLines } from '../progress.ts';
import { problemBlocks } from '../refuse-documents.ts';
import { replayCommand } from '../replay-command.ts';
import {
  appliedTogether,
  moreThanAScenario,
  problemsOf,
  regionsOf,
} from '../simulations/document-problems.ts';
import { reportTable } from '../simulations/report-table.ts';

interface SimulateOptions {
  readonly output: OutputFormat;
  readonly seed: number;
  /** As the scenario has it, else `wire`. */
  readonly seam?: Seam;
  readonly set?: readonly string[];
  readonly startAt?: string;
  /** Whether prerequisites of the documents are not planted. */
  readonly withoutPrerequisites?: boolean;
  /** A file for the requests made. */
  readonly calls?: string;
  /** So many seeds, from `seed` on; 1 if absent. */
  readonly runs?: number;
  /** The time that goes by once all is applied, so that schedules fire. */
  readonly for?: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEFAULT_START = '2026-11-24T08:00:00Z';
const ACCOUNT_ID = '111122223333';
const EXAMPLE_REGIONS = ['us-east-2', 'us-east-1', 'us-west-2'];

export async function runStart(options: SimulateOptions): Promise<void> {
  // A fleet for a day and a night, and at last a shop that loses its region.
  await simulatePaths([`${ROOT}/examples/scenarios/start.yaml`], options, EXAMPLE_REGIONS);
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
  const forSeconds = options.for === undefined ? undefined : durationMs(options.for) / 1000;
  const overrides = (options.set ?? []).map(parseOverride);
  const madeUp = new MadeUpKeys();
  const missingKey = options.withoutPrerequisites ? undefined : madeUp.keyFor;
  const overridden = async ({ source, value }: AppliedDocument): Promise<AppliedDocument> => {
    const set = overrides.reduce<unknown>((document, override) => withOverride(document, override), value);
    return { source, value: await inlinePublicKeys(set, missingKey) };
  };
  const [scenario] = await Promise.all(
    read.documents.filter(isScenario).map((document) => readScenario(document)),
  );
  const fleets = scenario?.fleets ?? read.documents.filter(isFleet);
  const clusters = scenario?.documents ?? read.documents.filter((one) => !isFleet(one) && !isScenario(one));
  const startAt = options.startAt ?? scenario?.startAt ?? DEFAULT_START;
  const seam = options.seam ?? scenario?.seam;
  const documents = await Promise.all(clusters.map(overridden));
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
    ...fleets.flatMap(({ source, value }) => parseFleet(value, source, { now: startAt }).problems ?? []),
    ...appliedTogether(documents, steps).flatMap((applied) =>
      problemsOf(applied, startAt.slice(0, 10), regions),
    ),
  ];
  if (refused.length > 0) {
    const lines = new Map(read.documents.map((one) => [one.source, one.lines]));
    const placed = refused.map((problem) => withLine(problem, lines.get(problem.document) ?? {}));
    refuse(options, placed, overrides);
    return;
  }
  const regionNames = regions ?? scenario?.regions ?? regionsOf(documents, fleets);
  const stage = 'prod';
  process.stderr.write(`compiling the templates for ${regionNames.join(', ')}\n`);
  const templatesOf = (of: string) => compileTemplates({ root: ROOT, regions: regionNames, stage: of });
  const templates = await templatesOf(stage);
  const besides = scenario?.besides;
  const spec: SimulationSpec = {
    seed: options.seed,
    startAt,
    accountId: accountOf(documents, ACCOUNT_ID),
    stage,
    regions: regionNames,
    templates,
    ...(besides === undefined ? {} : { besides: { stage: besides, templates: await templatesOf(besides) } }),
    root: ROOT,
    documents,
    ...(steps ? { steps } : { fleets, ...(forSeconds === undefined ? {} : { forSeconds }) }),
    ...(scenario?.faultRates ? { faultRates: scenario.faultRates } : {}),
    settings: scenario?.quotas ? { quotas: scenario.quotas } : {},
    ...(seam ? { seam } : {}),
    overrides,
    ...(options.withoutPrerequisites ? { withoutPrerequisites: true } : {}),
    ...(options.calls === undefined ? {} : { keepCalls: true }),
  };
  const { calls, ...report } = await run(spec, options.runs ?? 1);
  if (options.calls !== undefined) await writeFile(options.calls, `${JSON.stringify(calls, null, 2)}\n`);
  const told = { ...report, prerequisites: [...madeUp.prerequisites, ...report.prerequisites] };
  printResult(options.output, told, () => reportTable(told, performance.now()));
  if (report.outcome !== 'succeeded') process.exitCode = 1;
}

/** Runs one seed with its progress, or many, each of which tells its end. */
async function run(spec: SimulationSpec, runs: number): Promise<SimulationReport> {
  if (runs === 1) {
    const progress = new ProgressLines();
    return runSimulation(spec, (message) => progress.tell(message));
  }
  const tellReplay = (seed: number): void => {
    process.stderr.write(`replay: ${replayCommand(process.argv.slice(2), seed)}\n`);
  };
  const { done, report } = await runConsecutively(spec, runs, ({ seed, outcome, wallMs }) => {
    process.stderr.write(`seed ${seed} ${outcome} in ${(wallMs / 1000).toFixed(1)}s\n`);
  }).catch((error: unknown) => {
    if (error instanceof SimulationFailed && error.seed !== undefined) tellReplay(error.seed);
    throw error;
  });
  process.stderr.write(`${done} of ${runs} seeds run; the report is of seed ${report.seed}\n`);
  if (report.outcome !== 'succeeded') tellReplay(report.seed);
  return report;
}

function refuse(
  options: SimulateOptions,
  problems: readonly Problem[],
  overrides: SimulationReport['overrides'],
): void {
  const refused = problems.map((problem) => {
    const { document, path, line } = problem;
    return { document, path, ...(line === undefined ? {} : { line }), reason: sentenceOf(problem) };
  });
  printResult(
    options.output,
    { seed: options.seed, outcome: 'refused', clusters: [], operations: [], refused, overrides },
    () => problemBlocks(problems),
  );
  process.exitCode = 1;
}
