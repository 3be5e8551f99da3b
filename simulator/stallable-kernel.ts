import type { Kernel, Timer } from './kernel/kernel.ts';
import type { RandomStream } from './kernel/random.ts';
import type { Trace } from './kernel/trace.ts';
import type { Outages } from './outages.ts';

/**
 * The kernel for one service of one region. While the service is down its timers stand still; those that became due
 * run when it is back, in the order in which they were due.
 */
export class StallableKernel implements Kernel {
  readonly #kernel: Kernel;
  readonly #outages: Outages;
  readonly #isDown: () => boolean;

  constructor(kernel: Kernel, outages: Outages, isDown: () => boolean) {
    this.#kernel = kernel;
    this.#outages = outages;
    this.#isDown = isDown;
  }

  get seed(): number {
    return this.#kernel.seed;
  }
  get trace(): Trace {
    return this.#kernel.trace;
  }
  now(): number {
    return this.#kernel.now();
  }
  random(purpose: string, kind?: string): RandomStream {
    return this.#kernel.random(purpose, kind);
  }
  work<T>(promise: Promise<T>): Promise<T> {
    return this.#kernel.work(promise);
  }
  fail(error: unknown): void {
    this.#kernel.fail(error);
  }
  forgive(error: unknown): void {
    this.#kernel.forgive(error);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  after(ms: number, run: () => unknown): Timer {
    let letGo: () => void = () => undefined;
    const timer = this.#kernel.after(ms, () => {
      if (!this.#isDown()) return run();
      letGo = this.#outages.whenFree(this.#isDown, run);
      return undefined;
    });
    return {
      cancel: () => {
        timer.cancel();
        letGo();
      },
    };
  }
}
