import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The execution environment that the running code belongs to. Lambda gives each environment its own
 * `process.env`; here many environments share one process, so `process.env` follows the asynchronous context.
 */
export interface InvocationContext {
  readonly environment: Record<string, string | undefined>;
  /** False from a simulated crash or timeout on: later calls never reach a service, later timers never fire. */
  alive: boolean;
  /** The event of the running invocation. */
  event?: unknown;
  /** The id of the running invocation. */
  invocation?: string;
  /** Milliseconds by which the host's clock is ahead of the true time. */
  readonly clockStepMs: () => number;
  /** Ends the environment at once, as a crash of its process would. */
  readonly crash: () => void;
  /** Takes the output of the environment's code: on Lambda, standard output is a log stream. */
  readonly log: (text: string) => void;
}

const storage = new AsyncLocalStorage<InvocationContext>();

/** The context in which this module was loaded, which is none: each `exit` would make one anew. */
const outside = AsyncLocalStorage.snapshot();

/** Runs `work` inside an execution environment. */
export function runInContext<T>(context: InvocationContext, work: () => T): T {
  return storage.run(context, work);
}

/** Runs `work` outside of any execution environment: services' own work must not inherit a caller's. */
export function runOutsideContext<T>(work: () => T): T {
  return outside(work);
}

export function currentContext(): InvocationContext | undefined {
  return storage.getStore();
}

/** Replaces `process.env` by one that follows the context; returns the function that puts the old one back. */
export function installContextualEnvironment(): () => void {
  const original = process.env;
  const current = (): Record<string, string | undefined> => storage.getStore()?.environment ?? original;
  process.env = new Proxy({} as NodeJS.ProcessEnv, {
    get: (_, key) => current()[key as string],
    set: (_, key, value) => {
      current()[key as string] = String(value);
      return true;
    },
    has: (_, key) => key in current(),
    deleteProperty: (_, key) => delete current()[key as string],
    ownKeys: () => Reflect.ownKeys(current()),
    getOwnPropertyDescriptor: (_, key) =>
      key in current()
        ? { value: current()[key as string], configurable: true, enumerable: true, writable: true }
        : undefined,
  });
  return () => {
    process.env = original;
  };
}

/** Sends the output of code inside an execution environment to its log; returns the function that undoes it. */
export function installContextualOutput(): () => void {
  const restores = [process.stdout, process.stderr].map((stream) => {
    const original = stream.write.bind(stream);
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const context = storage.getStore();
      if (!context) return (original as (...args: unknown[]) => boolean)(chunk, ...rest);
      context.log(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
      return true;
    };
    stream.write = write as typeof stream.write;
    return () => {
      stream.write = original;
    };
  });
  return () => {
    for (const restore of restores) restore();
  };
}
