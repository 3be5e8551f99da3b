import type { RandomStream } from './random.ts';
import { randomStream } from './random.ts';
import { Trace } from './trace.ts';

/** A timer of the simulated world that can be called off. */
export interface Timer {
  cancel(): void;
}

/**
 * Time, chance and record, as every simulated service may use them. The kernel owns no service: the world is built on
 * top of it. Times are milliseconds; `now()` is virtual, and reading it never moves it.
 */
export interface Kernel {
  readonly seed: number;
  readonly trace: Trace;
  now(): number;
  /** The stream of a purpose, or of one of its kinds; the same names give the same stream. */
  random(purpose: string, kind?: string): RandomStream;
  /** Resolves after `ms` of virtual time. Belongs to the world: it survives the invocation that caused it. */
  sleep(ms: number): Promise<void>;
  /** Runs `run` after `ms` of virtual time; an error that it throws ends the simulation. */
  after(ms: number, run: () => unknown): Timer;
  /** Counts a piece of real work (an import, a socket), so that virtual time waits for it. */
  work<T>(promise: Promise<T>): Promise<T>;
  /** Ends the run: the first error given is the one that `run` throws. */
  fail(error: unknown): void;
  /**
   * Takes a failure back: the client outside that used something not simulated has been told, and nothing changed.
   */
  forgive(error: unknown): void;
}

/** The clock as the kernel needs it; `virtual-clock.ts` implements it over fake timers. */
export interface KernelClock {
  now(): number;
  setTimer(ms: number, run: () => void): Timer;
}

export class SimulationKernel implements Kernel {
  readonly seed: number;
  readonly trace = new Trace();
  readonly #clock: KernelClock;
  /** Streams by purpose and kind: one name made of both for each draw would be looked up much more slowly. */
  readonly #streams = new Map<string, Map<string, RandomStream>>();
  #pendingWork = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(seed: number, clock: KernelClock) {
    this.seed = seed;
    this.#clock = clock;
  }

  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  get pendingWork(): number {
    return this.#pendingWork;
  }

  now(): number {
    return this.#clock.now();
  }

  random(purpose: string, kind = ''): RandomStream {
    let kinds = this.#streams.get(purpose);
    if (!kinds) {
      kinds = new Map();
      this.#streams.set(purpose, kinds);
    }
    let stream = kinds.get(kind);
    if (!stream) {
      stream = randomStream(this.seed, kind === '' ? purpose : `${purpose}/${kind}`);
      kinds.set(kind, stream);
    }
    return stream;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimer(ms, resolve);
    });
  }

  after(ms: number, run: () => unknown): Timer {
    return this.#clock.setTimer(ms, () => {
      try {
        const ran = run();
        if (ran instanceof Promise) ran.catch((error) => this.fail(error));
      } catch (error) {
        this.fail(error);
      }
    });
  }

  async work<T>(promise: Promise<T>): Promise<T> {
    this.#pendingWork++;
    try {
      return await promise;
    } finally {
      this.#pendingWork--;
    }
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  forgive(error: unknown): void {
    if (this.#failure?.error === error) this.#failure = undefined;
  }
}
