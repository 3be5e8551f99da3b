/** The most answers that are kept, unless a caller says otherwise: the same few questions come again and again. */
const KEPT = 1000;

/**
 * `make` with a memory of its result for each text; an error is not remembered. The results must never be changed: a
 * later world of the process gets the same ones.
 */
export function remembered<T>(make: (text: string) => T, kept = KEPT): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (known.size >= kept) known.clear();
    known.set(text, made);
    return made;
  };
}
