/** One `--set path=value`. */
export interface Override {
  readonly path: string;
  readonly value: string;
}

export function parseOverride(text: string): Override {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new Error(`--set ${text}: expected path=value, for example metadata.version=1.34`);
  return { path: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** A copy of the document with the field set; mappings on the way are made where they are missing. */
export function withOverride(document: unknown, { path, value }: Override): unknown {
  const [head, ...rest] = path.split('.');
  const mapping =
    typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  const next =
    rest.length === 0 ? value : withOverride(mapping[head as string], { path: rest.join('.'), value });
  return { ...mapping, [head as string]: next };
}
