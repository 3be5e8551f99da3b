/**
 * Module scope of a handler holds no client and no environment value: one loaded module may serve many
 * execution environments (the simulator runs them all in one process). Lambda gives each environment a log
 * stream of its own, which is therefore the key under which things are kept.
 */
export function perEnvironment<T>(make: () => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const key = process.env.AWS_LAMBDA_LOG_STREAM_NAME ?? '';
    let value = made.get(key);
    if (value === undefined) {
      value = make();
      made.set(key, value);
    }
    return value;
  };
}

/** An environment variable of the function; the template sets each of those that are read. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set; deploy the current template`);
  return value;
}
