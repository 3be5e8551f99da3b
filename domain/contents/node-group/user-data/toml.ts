type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function isTable(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function key(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}

function scalar(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(scalar).join(', ')}]`;
  if (isTable(value))
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${key(name)} = ${scalar(inner)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}

/** Writes JSON objects as TOML tables: plain values first, then the tables beneath, as TOML wants them. */
export function toml(value: { readonly [key: string]: Json }, path: readonly string[] = []): string {
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  const plain = entries
    .filter(([, inner]) => !isTable(inner))
    .map(([name, inner]) => `${key(name)} = ${scalar(inner)}`);
  const tables = entries.flatMap(([name, inner]) => (isTable(inner) ? [toml(inner, [...path, name])] : []));
  const head = path.length > 0 && plain.length > 0 ? [`[${path.map(key).join('.')}]`] : [];
  const own = plain.length > 0 ? [[...head, ...plain].join('\n')] : [];
  return [...own, ...tables].filter((text) => text !== '').join('\n\n');
}
