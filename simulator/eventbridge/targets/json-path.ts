/** The steps of a path, or undefined where it is not one that EventBridge takes: names, quoted names, indices. */
function stepsOf(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const [token = '', name, quoted, index] =
      /^(?:\.([\w@-]+)|\[(?:'([^']*)'|"[^"]*")\]|\[(\d+)\])/.exec(rest) ?? [];
    if (token === '') return undefined;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? quoted ?? token.slice(2, -2));
    rest = rest.slice(token.length);
  }
  return steps;
}

export const isJsonPath = (path: string): boolean => stepsOf(path) !== undefined;

/** The value at a path of a document; undefined where there is none. */
export function valueAt(document: unknown, path: string): unknown {
  let value: unknown = document;
  for (const step of stepsOf(path) ?? []) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
