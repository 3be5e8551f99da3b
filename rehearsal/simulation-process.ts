import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SimulationMessage, SimulationReport, SimulationSpec } from './simulation-spec.ts';

/** A simulation ended by an error of its own: `NotSimulated`, or a defect. */
export class SimulationFailed extends Error {
  /** The seed, if several were run. */
  readonly seed: number | undefined;

  constructor(name: string, message: string, seed?: number) {
    super(message);
    this.name = name;
    this.seed = seed;
  }
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

/** Compiled code is kept between processes: compiling would take most of a short simulation's time. */
const COMPILED = fileURLToPath(new URL('../.cache/compiled', import.meta.url));

const OPTIONS = [
  '--disable-warning=ExperimentalWarning',
  // Packages say which kind of module their files are; else node would compile each to find out.
  '--no-experimental-detect-module',
  // Most objects of a simulation die young, and a larger nursery (MB) is emptied more seldom.
  '--max-semi-space-size=64',
];

/** A process that runs one simulation at a time. Later ones are quicker, since everything is loaded. */
export class SimulationProcess {
  readonly #child: ChildProcess;
  #ran = 0;

  constructor() {
    this.#child = fork(CHILD, {
      execArgv: OPTIONS,
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  /**
   * Runs one simulation. With `EKS_FLEET_TWICE=N` in the environment the first of a process, and each Nth after it, is run
   * a second time; if the second differs, down to the last byte of the trace, it throws `NotDeterministic`.
   */
  async run(
    spec: SimulationSpec,
    onMessage?: (message: SimulationMessage) => void,
  ): Promise<SimulationReport> {
    const report = await this.#runOnce(spec, onMessage);
    const twice = Number(process.env.EKS_FLEET_TWICE);
    if (twice && this.#ran++ % twice === 0) assertSame(report, await this.#runOnce(spec));
    return report;
  }

  #runOnce(
    spec: SimulationSpec,
    onMessage?: (message: SimulationMessage) => void,
  ): Promise<SimulationReport> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#child.off('message', hear);
        this.#child.off('exit', lose);
        this.#hold(false);
      };
      const hear = (message: SimulationMessage): void => {
        onMessage?.(message);
        if (message.kind !== 'report' && message.kind !== 'failed') return;
        end();
        if (message.kind === 'report') resolve(message.report);
        else reject(new SimulationFailed(message.name, message.message));
      };
      const lose = (code: number | null, signal: string | null): void => {
        end();
        reject(new SimulationFailed('SimulationEnded', `the simulation's process ended (${signal ?? code})`));
      };
      this.#child.on('message', hear);
      this.#child.on('exit', lose);
      this.#hold(true);
      this.#child.send(onMessage ? spec : { ...spec, silent: true });
    });
  }

  /** A process that runs nothing keeps the one that started it from ending no longer. */
  #hold(isRunning: boolean): void {
    const act = isRunning ? 'ref' : 'unref';
    this.#child[act]();
    this.#child.channel?.[act]();
  }

  /** The process's memory in MiB, as Linux tells it (`VmRSS` of proc(5)); 0 where it does not. */
  async memoryMb(): Promise<number> {
    const status = await this.#told('status');
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  }

  /** The CPU time of the process so far, as Linux tells (`utime` and `stime` of proc(5), in hundredths); else 0. */
  async cpuSeconds(): Promise<number> {
    const fields = (await this.#told('stat')).replace(/^.*\) /, '').split(' ');
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
  }

  #told(file: string): Promise<string> {
    return readFile(`/proc/${this.#child.pid}/${file}`, 'utf8').catch(() => '');
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}

/**
 * Two runs of a seed may differ in the time that they took, and in what of the deciders' text they ran: a process loads a
 * file once. They differ in nothing else.
 */
function assertSame(first: SimulationReport, second: SimulationReport): void {
  const told = [first, second].map((report) => {
    const reached = report.reached && { ...report.reached, ranges: {} };
    return JSON.stringify({ ...report, reached, wallMs: 0 });
  });
  if (told[0] === told[1]) return;
  const hashes = `${first.traceHash} and ${second.traceHash}`;
  throw new SimulationFailed('NotDeterministic', `two runs of seed ${first.seed} differ: traces ${hashes}`);
}

/**
 * Runs simulations one after another in one process, since starting a process would take most of a short one's time.
 * After a failure the next gets a new process, without anything that the failed one left.
 */
export class LastingProcess {
  #process: SimulationProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #unfinished = 0;

  run(spec: SimulationSpec, onMessage?: (message: SimulationMessage) => void): Promise<SimulationReport> {
    const next = this.#last.then(() => this.#run(spec, onMessage));
    this.#unfinished++;
    this.#last = next.catch(() => undefined).finally(() => this.#unfinished--);
    return next;
  }

  /** True where all that was asked for has ended. */
  get isIdle(): boolean {
    return this.#unfinished === 0;
  }

  async #run(
    spec: SimulationSpec,
    onMessage?: (message: SimulationMessage) => void,
  ): Promise<SimulationReport> {
    this.#process ??= new SimulationProcess();
    try {
      return await this.#process.run(spec, onMessage);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.#process?.close();
    this.#process = undefined;
  }
}

/** Runs one simulation in a process of its own and passes on its messages. */
export async function runSimulation(
  spec: SimulationSpec,
  onMessage?: (message: SimulationMessage) => void,
): Promise<SimulationReport> {
  const simulation = new SimulationProcess();
  try {
    return await simulation.run(spec, onMessage);
  } finally {
    simulation.close();
  }
}

/**
 * Runs simulations over some processes for as long as there are specs and `onEnd` answers true. `onEnd` gets each
 * result as it comes, with its index.
 */
export async function runEach(
  specs: Iterable<SimulationSpec>,
  processes: number,
  onEnd: (result: SimulationReport | SimulationFailed, index: number) => boolean,
  onMessage?: (message: SimulationMessage) => void,
): Promise<void> {
  const source = specs[Symbol.iterator]();
  let next = 0;
  let goesOn = true;
  const work = async (): Promise<void> => {
    const simulation = new LastingProcess();
    try {
      while (goesOn) {
        const { value: spec, done } = source.next();
        if (done) return;
        const index = next++;
        const result = await simulation.run(spec, onMessage).catch((error: SimulationFailed) => error);
        goesOn = onEnd(result, index) && goesOn;
      }
    } finally {
      simulation.close();
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
}

/** Runs many simulations over some processes; answers in the order of the specs, a failure as its error. */
export async function runSimulations(
  specs: readonly SimulationSpec[],
  processes: number,
): Promise<readonly (SimulationReport | SimulationFailed)[]> {
  const results: (SimulationReport | SimulationFailed)[] = [];
  await runEach(specs, Math.min(processes, specs.length), (result, index) => {
    results[index] = result;
    return true;
  });
  return results;
}
