import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileTemplates, type Templates } from '../aws/deployment/compile-templates.ts';
import { draw } from '../rehearsal/campaign/draw.ts';
import { drawMonth } from '../rehearsal/campaign/month.ts';
import { runEach, SimulationFailed } from '../rehearsal/simulation-process.ts';
import type { SimulationMessage, SimulationReport, SimulationSpec } from '../rehearsal/simulation-spec.ts';
import type { Seam } from '../simulator/seam/seam.ts';

/*
 * `npm run campaign -- --seeds N [--from S] [--minutes M] [--seam wire] [--verbose]
 * [--of months] [--until-violated]`: each seed draws some clusters,
 * what is asked of them and what goes wrong meanwhile; checkers watch; then faults stop, and everything must work. Prints every
 * violation with its seed's scenario and rates and the command that replays it, and exits with 1 if there was any.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAGE = 'prod';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    seam: { type: 'string', default: 'direct' },
    of: { type: 'string', default: 'requests' },
    verbose: { type: 'boolean', default: false },
    'until-violated': { type: 'boolean', default: false },
  },
});
const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} is a number above 0, not ${text}`);
  return value;
};
const seamOf = (text: string): Seam => {
  if (text === 'wire' || text === 'direct') return text;
  throw new Error(`--seam is wire or direct, not ${text}`);
};
/** Draws of a seed: some requests, or a month of office hours. */
const DRAWS = { requests: draw, months: drawMonth } as const;
const drawOf = (text: string): typeof draw => {
  if (text === 'requests' || text === 'months') return DRAWS[text];
  throw new Error(`--of is requests or months, not ${text}`);
};
const drawSeed = drawOf(values.of);
const seeds = numberOf('seeds', values.seeds);
const from = numberOf('from', values.from);
const seam = seamOf(values.seam);
const minutes = values.minutes === undefined ? undefined : numberOf('minutes', values.minutes);

const startedAt = performance.now();
const secondsGone = (): number => (performance.now() - startedAt) / 1000;
const isTimeUp = (): boolean => minutes !== undefined && secondsGone() > minutes * 60;

const templates = new Map<string, Templates>();
for (let seed = from; seed < from + seeds && templates.size < 3; seed++) {
  const { regions } = drawSeed(seed);
  const key = regions.join();
  if (!templates.has(key)) templates.set(key, await compileTemplates({ root: ROOT, regions, stage: STAGE }));
}

function* specs(): Generator<SimulationSpec> {
  for (let seed = from; seed < from + seeds; seed++) {
    if (isTimeUp()) return;
    const drawn = drawSeed(seed);
    yield {
      startAt: '2026-11-24T08:00:00Z',
      ...drawn,
      seed,
      accountId: '111122223333',
      stage: STAGE,
      templates: templates.get(drawn.regions.join()) as Templates,
      root: ROOT,
      settings: {},
      seam,
    };
  }
}

/** The faults that came to pass, by name and number. */
function counted(faults: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].map(([fault, count]) => `${count} ${fault}`).join(', ') || 'none';
}

function describe(seed: number, report: SimulationReport): string {
  const { steps, regions, faultRates } = drawSeed(seed);
  const chances = Object.entries(faultRates).filter(([, rate]) => rate > 0);
  const ended = report.operations.map(
    ({ kind, cluster, outcome, reason = '' }) =>
      `  ${kind} ${cluster.split('/').at(-1)} ${outcome} ${reason}`,
  );
  return [
    `seed ${seed}: ${regions.join(', ')}; ${chances.map(([name, rate]) => `${name} ${rate}`).join(', ')}`,
    ...steps.map((step) => `  step ${JSON.stringify(step)}`),
    ...ended,
    ...report.refused.map(({ document, reason }) => `  refused ${document}: ${reason}`),
    `  faults: ${counted(report.faults)}`,
    `  checked: ${report.invariants.checked.join(', ')}`,
    `  virtual ${report.virtualSeconds} s, real ${report.wallMs} ms, trace ${report.traceHash}`,
  ].join('\n');
}

/** So many seeds are done between two lines of progress. */
const PROGRESS_SEEDS = 50;
let done = 0;
let faults = 0;
const failed: number[] = [];

function end(result: SimulationReport | SimulationFailed, index: number): boolean {
  const seed = from + index;
  done++;
  const isReport = !(result instanceof SimulationFailed);
  const violated = isReport ? result.invariants.violated : [`${result.name}: ${result.message}`];
  if (isReport) faults += result.faults.length;
  if (isReport && (values.verbose || violated.length > 0))
    process.stdout.write(`${describe(seed, result)}\n`);
  if (violated.length > 0) {
    failed.push(seed);
    const lines = violated.map((text) => `seed ${seed} violated: ${text}\n`);
    const kind = values.of === 'requests' ? '' : ` --of ${values.of}`;
    const replay = `  replay: npm run campaign -- --from ${seed} --seeds 1${kind} --verbose\n`;
    process.stdout.write([...lines, replay].join(''));
  }
  if (done % PROGRESS_SEEDS === 0)
    process.stderr.write(`${done} seeds done after ${secondsGone().toFixed(0)} s, ${failed.length} failed\n`);
  return !(values['until-violated'] && failed.length > 0);
}

/** Tells each execution's end, as it comes. */
function tell(message: SimulationMessage): void {
  if (message.kind === 'operation')
    process.stdout.write(
      `  ${message.execution.split(':').slice(-2).join(' ')} begins for ${message.cluster}\n`,
    );
  if (message.kind === 'ended')
    process.stdout.write(
      `  ${message.virtualSeconds} s ${message.execution.split(':').slice(-2).join(' ')} ${message.status} ${message.reason ?? ''}\n`,
    );
}

await runEach(specs(), Math.min(seeds, availableParallelism()), end, values.verbose ? tell : undefined);

const seconds = secondsGone();
process.stdout.write(
  `${done} seeds done in ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(2)} seeds a second, ${faults} faults, ${failed.length} seeds with a violation\n`,
);
if (failed.length > 0 || done === 0) process.exitCode = 1;
