import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { compileTemplates, type Templates } from '../aws/deployment/compile-templates.ts';
import { scenarioFile } from '../rehearsal/campaign/scenario-file.ts';
import { knownReach } from '../rehearsal/reach/known.ts';
import { ReachTally } from '../rehearsal/reach/report.ts';
import { runEach, SimulationFailed } from '../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../rehearsal/simulation-spec.ts';
import { campaignOptions } from './campaign/options.ts';
import { AIMS, RtoTally } from './campaign/rto.ts';
import { describeSeed, tellMessage, tellReach } from './campaign/tell.ts';

/*
 * `npm run campaign -- --seeds N [--from S] [--minutes M] [--seam wire] [--verbose] [--of months|waves|failovers|drills|
 * lost-primaries|pilot-lights] [--until-violated] [--branches] [--reach FILE] [--gate]`: each seed draws a story of some
 * clusters: requests about them, things that people and other tools do beside the fleet, and faults meanwhile. Checkers
 * watch; then faults stop, and everything must work. Prints every violation with its seed's story, which is a scenario's
 * file, and the command that replays it, and exits with 1 if there was any, or where lost primaries were served too late.
 * At last it says what the seeds have reached. With `--gate`, it exits with 1 as well where something was reached by none
 * and is not on the list of `rehearsal/campaign/unreached.ts`.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAGE = 'prod';
/** So many seeds are done between two lines of progress. */
const PROGRESS_SEEDS = 50;

const options = campaignOptions();
const { seeds, from, minutes } = options;

const startedAt = performance.now();
const secondsGone = (): number => (performance.now() - startedAt) / 1000;
const isTimeUp = (): boolean => minutes !== undefined && secondsGone() > minutes * 60;

const templates = new Map<string, Templates>();
const keyOf = (regions: readonly string[], stage: string): string => [stage, ...regions].join();
for (let seed = from; seed < from + seeds; seed++) {
  const { regions, otherStage = STAGE } = options.draw(seed);
  for (const stage of [STAGE, otherStage])
    if (!templates.has(keyOf(regions, stage)))
      templates.set(keyOf(regions, stage), await compileTemplates({ root: ROOT, regions, stage }));
}
const templatesOf = (regions: readonly string[], stage: string): Templates =>
  templates.get(keyOf(regions, stage)) as Templates;

function* specs(): Generator<SimulationSpec> {
  for (let seed = from; seed < from + seeds; seed++) {
    if (isTimeUp()) return;
    const { drawn: _drawn, otherStage: stage, ...story } = options.draw(seed);
    const { regions } = story;
    yield {
      startAt: '2026-11-24T08:00:00Z',
      ...story,
      seed,
      accountId: '111122223333',
      stage: STAGE,
      templates: templatesOf(regions, STAGE),
      ...(stage === undefined ? {} : { besides: { stage, templates: templatesOf(regions, stage) } }),
      root: ROOT,
      settings: {},
      seam: options.seam,
      countReach: true,
      ...(options.branches ? { countBranches: true } : {}),
    };
  }
}

const tally = new ReachTally(await knownReach(ROOT), options.branches ? ROOT : undefined);
const aim = AIMS[options.of];
const rto = aim && new RtoTally(aim);
let done = 0;
let faults = 0;
const failed: number[] = [];

function end(result: SimulationReport | SimulationFailed, index: number): boolean {
  const seed = from + index;
  const drawn = options.draw(seed);
  done++;
  const isReport = !(result instanceof SimulationFailed);
  const violated = isReport ? result.invariants.violated : [`${result.name}: ${result.message}`];
  if (isReport) {
    faults += result.faults.length;
    tally.add(drawn, result);
    rto?.add(seed, drawn, result);
    if (options.verbose || violated.length > 0)
      process.stdout.write(`${describeSeed(seed, drawn, result)}\n`);
  } else process.stdout.write(scenarioFile(seed, drawn));
  if (violated.length > 0) {
    failed.push(seed);
    const lines = violated.map((text) => `seed ${seed} violated: ${text}\n`);
    const kind = options.of === 'requests' ? '' : ` --of ${options.of}`;
    const replay = `  replay: npm run campaign -- --from ${seed} --seeds 1${kind} --verbose\n`;
    process.stdout.write([...lines, replay].join(''));
  }
  if (done % PROGRESS_SEEDS === 0)
    process.stderr.write(`${done} seeds done after ${secondsGone().toFixed(0)} s, ${failed.length} failed\n`);
  return !(options.untilViolated && failed.length > 0);
}

await runEach(
  specs(),
  Math.min(seeds, availableParallelism()),
  end,
  options.verbose ? tellMessage : undefined,
);

const seconds = secondsGone();
const { report } = tally;
if (options.reach !== undefined) await writeFile(options.reach, `${JSON.stringify(report, null, 1)}\n`);
const isTimeShort = done < seeds;
if (rto) process.stdout.write(`${rto.summary.text}\n`);
const isWell = options.of !== 'requests' || tellReach(report, options.gate && !isTimeShort);
if (options.gate && isTimeShort)
  process.stdout.write(
    `time was up after ${done} of ${seeds} seeds: they are not held to what all of them reach\n`,
  );
process.stdout.write(
  `${done} seeds done in ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(2)} seeds a second, ${faults} faults, ${failed.length} seeds with a violation\n`,
);
if (
  failed.length > 0 ||
  done === 0 ||
  rto?.summary.isMet === false ||
  (options.gate && !isTimeShort && !isWell)
)
  process.exitCode = 1;
