/** Twice as many environments as are ever warm at once; of a Lambda process there is one. */
const KEPT = 400;

interface Made<T> {
  readonly value: T;
  usedAs: number;
}

/**
 * Keeps one value for each execution environment. Module scope of a handler holds no client and no environment value:
 * one loaded module may serve many environments (the simulator runs them all in one process). Lambda gives each
 * environment a log stream of its own, which is the key here. Values that were used longest ago are let go.
 */
export function perEnvironment<T>(make: () => T): () => T {
  const made = new Map<string, Made<T>>();
  let uses = 0;
  return () => {
    const key = process.env.AWS_LAMBDA_LOG_STREAM_NAME ?? '';
    const known = made.get(key);
    if (known) {
      known.usedAs = ++uses;
      return known.value;
    }
    const value = make();
    made.set(key, { value, usedAs: ++uses });
    if (made.size > KEPT) letGo(made);
    return value;
  };
}

/** Lets go of the half that was used longest ago, so that this is rare. */
function letGo(made: Map<string, Made<unknown>>): void {
  const byUse = [...made].sort(([, a], [, b]) => a.usedAs - b.usedAs);
  for (const [key] of byUse.slice(0, KEPT / 2)) made.delete(key);
}

/** An environment variable of the function; the template sets each of those that are read. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set; deploy the current template`);
  return value;
}
