const TEXTS_MAX = 1000;

/**
 * A parser that remembers what it made of each text: handlers send the same few expressions again and again.
 * What it returns must never be changed; refusals are not remembered.
 */
export function remembered<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = parse(text);
    if (known.size >= TEXTS_MAX) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}
