/** More environments than are ever warm at once; of a Lambda process there is one. */
const KEPT = 200;

/**
 * Module scope of a handler holds no client and no environment value: one loaded module may serve many
 * execution environments (the simulator runs them all in one process). Lambda gives each environment a log
 * stream of its own, which is therefore the key under which things are kept; those used longest ago are let go.
 */
export function perEnvironment<T>(make: () => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const key = process.env.AWS_LAMBDA_LOG_STREAM_NAME ?? '';
    const value = made.get(key) ?? make();
    made.delete(key);
    made.set(key, value);
    if (made.size > KEPT) made.delete(made.keys().next().value as string);
    return value;
  };
}

/** An environment variable of the function; the template sets each of those that are read. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set; deploy the current template`);
  return value;
}
