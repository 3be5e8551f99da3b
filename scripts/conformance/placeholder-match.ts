/** Values of placeholders, bound when first seen. */
export type Bindings = Map<string, string>;

const PLACEHOLDER = /<([^<>]+)>/g;

/** A pattern for a recorded text: a bound placeholder stands for its value, any other for some text. */
function formOf(expected: string, bindings: Bindings): { readonly form: RegExp; readonly names: string[] } {
  const names: string[] = [];
  let source = '';
  let at = 0;
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  for (const match of expected.matchAll(PLACEHOLDER)) {
    const name = match[1] as string;
    const known = bindings.get(name);
    source += literal(expected.slice(at, match.index));
    at = match.index + match[0].length;
    if (known !== undefined) source += literal(known);
    else if (names.includes(name)) source += `\\${names.indexOf(name) + 1}`;
    else {
      names.push(name);
      source += '(.+?)';
    }
  }
  return { form: new RegExp(`^${source}${literal(expected.slice(at))}$`, 's'), names };
}

/** True where a text is the recorded one, placeholders aside; binds those that are new. */
export function textMatches(expected: string, actual: string, bindings: Bindings): boolean {
  const { form, names } = formOf(expected, bindings);
  const found = form.exec(actual);
  if (!found) return false;
  for (const [index, name] of names.entries()) bindings.set(name, found[index + 1] as string);
  return true;
}

/** True where an answer is the recorded one. Texts that hold JSON are recorded as JSON, times as `datetime`. */
export function answerMatches(expected: unknown, actual: unknown, bindings: Bindings): boolean {
  if (typeof expected === 'string') {
    if (actual instanceof Date) return expected === 'datetime' || expected === '<datetime>';
    return typeof actual === 'string' && textMatches(expected, actual, bindings);
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return false;
    return expected.every((item, index) => answerMatches(item, actual[index], bindings));
  }
  if (typeof expected !== 'object' || expected === null) return expected === actual;
  const given = typeof actual === 'string' ? parsed(actual) : (actual ?? {});
  if (typeof given !== 'object' || given === null) return false;
  const members = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  const wanted = Object.entries(expected);
  if (members.size !== wanted.length) return false;
  return wanted.every(
    ([name, value]) => members.has(name) && answerMatches(value, members.get(name), bindings),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
