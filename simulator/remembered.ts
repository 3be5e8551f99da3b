/** The most answers that are kept: the same few questions come again and again. */
const KEPT = 1000;

/**
 * `make` with a memory of its result for each text; an error is not remembered. The results must never be changed.
 */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (known.size >= KEPT) known.clear();
    known.set(text, made);
    return made;
  };
}
