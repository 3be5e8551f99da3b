import type { Kernel, Timer } from '../../kernel/kernel.ts';
import type { Eventual } from '../eventual.ts';

/**
 * The life of a piece of an execution: the whole, a branch, an iteration. An asynchronous function can't be
 * killed, so everything that it awaits goes through its scope, and once that has ended nothing settles any more.
 */
export class Scope {
  readonly #kernel: Kernel;
  // Each is made when it is first needed: scopes are many, and most have few of these.
  #children: Set<Scope> | undefined;
  #timers: Set<Timer> | undefined;
  #endings: (() => void)[] | undefined;
  readonly #parent: Scope | undefined;
  #ended = false;
  #isQuiet = false;

  constructor(kernel: Kernel, parent?: Scope) {
    this.#kernel = kernel;
    this.#parent = parent;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** It was ended without report. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  child(): Scope {
    const scope = new Scope(this.#kernel, this);
    this.#children ??= new Set();
    this.#children.add(scope);
    return scope;
  }

  /** Runs `ending` when the scope is ended from outside, innermost scopes first. */
  whenEnded(ending: () => void): void {
    this.#endings ??= [];
    this.#endings.push(ending);
  }

  /** The scope's work is done by itself: nothing is aborted. */
  close(): void {
    this.#endings = undefined;
    this.end();
  }

  /** Ends this scope and all in it: timers are cancelled, promises in it never settle. */
  end(isQuiet = false): void {
    if (this.#ended) return;
    this.#isQuiet = isQuiet;
    for (const child of this.#children ?? []) child.end(isQuiet);
    this.#ended = true;
    for (const timer of this.#timers ?? []) timer.cancel();
    this.#timers = undefined;
    if (this.#parent) this.#parent.#children?.delete(this);
    for (const ending of this.#endings ?? []) ending();
  }

  /** Waits for `promise` as long as the scope lives. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => {
          if (!this.#ended) resolve(value);
        },
        (error) => {
          if (!this.#ended) reject(error);
        },
      );
    });
  }

  /** As `wait`; a value that is known already needs no waiting. */
  whileAlive<T>(value: Eventual<T>): Eventual<T> {
    return value instanceof Promise ? this.wait(value) : value;
  }

  /** Runs `run` after `ms` of virtual time unless called off or the scope ends before. */
  after(ms: number, run: () => void): Timer {
    const timer = this.#kernel.after(ms, () => {
      this.#timers?.delete(timer);
      run();
    });
    this.#timers ??= new Set();
    this.#timers.add(timer);
    return timer;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }
}
